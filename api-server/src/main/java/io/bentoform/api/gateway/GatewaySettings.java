package io.bentoform.api.gateway;

public record GatewaySettings(String bindAddress) {
  public static GatewaySettings on(String a) {
    return new GatewaySettings(a);
  }
}
