package io.bentoform.api.gateway;

import java.net.URI;

/** Addresses as clients get them. */
public final class Urls {
  private Urls() {}

  /**
   * An address; an IPv6 address gets its brackets (RFC 3986, 3.2.2).
   *
   * @param secure whether it is spoken to with HTTPS
   */
  public static URI of(boolean secure, String host, int port) {
    boolean literal = host.contains(":") && !host.startsWith("[");
    return URI.create(
        (secure ? "https://" : "http://") + (literal ? "[" + host + "]" : host) + ":" + port);
  }
}
