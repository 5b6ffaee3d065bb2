package io.bentoform.api.gateway;

import java.net.URI;

/** Addresses as clients get them. */
public final class Urls {
  private Urls() {}

  /** An HTTP address; an IPv6 address gets its brackets (RFC 3986, 3.2.2). */
  public static URI http(String host, int port) {
    boolean literal = host.contains(":") && !host.startsWith("[");
    return URI.create("http://" + (literal ? "[" + host + "]" : host) + ":" + port);
  }
}
