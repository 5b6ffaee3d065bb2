package io.bentoform.api.engine.kubernetes;

/**
 * Where pods reach the gateway when one service calls another. The names of services lead there by
 * the hosts file of each pod, so that no cluster DNS is needed.
 *
 * @param ip an address that pods reach
 * @param port of the gateway's listener for calls between services
 */
public record CallAddress(String ip, int port) {

  /** The URL of a service, by the name of its objects. */
  String url(ObjectNames names) {
    return "http://%s:%d".formatted(names.base(), port);
  }
}
