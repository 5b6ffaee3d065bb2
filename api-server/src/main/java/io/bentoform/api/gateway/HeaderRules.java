package io.bentoform.api.gateway;

import io.bentoform.api.crypto.Hidden;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which header fields are passed on, and which are added. */
final class HeaderRules {
  // RFC 9110, 7.6.1: not to be passed on. "Connection" may name more.
  private static final Set<String> OF_ONE_CONNECTION =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "te",
          "upgrade",
          "http2-settings",
          "transfer-encoding");
  private static final String AUTHORIZATION = "authorization";
  private static final String BEARER = "Bearer ";
  private static final String API_TOKEN = "x-yatai-api-token";

  private HeaderRules() {}

  /**
   * Whether it is clear where the request ends and whom it is for, beyond what the decoder of the
   * library checks (RFC 9112, 3.2 and 6.1).
   */
  static boolean isSound(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      return true;
    }
    List<String> codings = request.headers().getAll("transfer-encoding");
    boolean chunked = codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked");
    int hosts = request.headers().getAll("host").size();
    if (request.version() == HttpVersion.HTTP_1_0) {
      return codings.isEmpty() && hosts <= 1;
    }
    return request.version() == HttpVersion.HTTP_1_1
        && (codings.isEmpty() || chunked)
        && hosts == 1;
  }

  /**
   * The API token of a request: of an {@code Authorization: Bearer} field (RFC 6750), or of the
   * header that the command line sends to every address (contract C11).
   */
  static Optional<Hidden> token(HttpServerRequest request) {
    Optional<String> bearer =
        Optional.ofNullable(request.getHeader(AUTHORIZATION))
            .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
            .map(value -> value.substring(BEARER.length()).strip());
    return bearer.or(() -> Optional.ofNullable(request.getHeader(API_TOKEN))).map(Hidden::of);
  }

  /** Whether the client wants to go on with the WebSocket protocol. */
  static boolean wantsWebSocket(HttpServerRequest request) {
    return request.version() == HttpVersion.HTTP_1_1
        && listed(request.headers(), "connection").contains("upgrade")
        && listed(request.headers(), "upgrade").contains("websocket");
  }

  /**
   * Fills the head of the request to a replica: without tokens, without the fields of one
   * connection, and with the truth about the client, whatever it says itself: it may be anyone, and
   * replicas believe these fields.
   *
   * @param authorization whether the {@code Authorization} field was checked, and is for the
   *     gateway alone
   */
  static void pass(HttpServerRequest request, MultiMap to, boolean authorization) {
    Set<String> dropped = listed(request.headers(), "connection");
    for (Map.Entry<String, String> field : request.headers()) {
      String name = field.getKey().toLowerCase(Locale.ROOT);
      boolean token = name.equals(API_TOKEN) || (authorization && name.equals(AUTHORIZATION));
      boolean forwarded = name.equals("forwarded") || name.startsWith("x-forwarded-");
      if (!token && !forwarded && !OF_ONE_CONNECTION.contains(name) && !dropped.contains(name)) {
        to.add(field.getKey(), field.getValue());
      }
    }
    addForwarded(request, to);
  }

  private static void addForwarded(HttpServerRequest request, MultiMap to) {
    HostAndPort authority = request.authority();
    String host = authority == null ? null : authority.toString();
    if (host != null && !to.contains("host")) {
      to.set("Host", host);
    }
    String scheme = request.isSSL() ? "https" : "http";
    SocketAddress client = request.remoteAddress();
    @Nullable String address = client == null ? null : client.hostAddress();
    if (address != null) {
      to.set("X-Forwarded-For", address);
    }
    to.set("X-Forwarded-Proto", scheme);
    StringBuilder forwarded = new StringBuilder("for=");
    if (address == null) {
      forwarded.append("unknown");
    } else if (address.indexOf(':') >= 0) {
      forwarded.append("\"[").append(address).append("]\"");
    } else {
      forwarded.append(address);
    }
    if (host != null) {
      to.set("X-Forwarded-Host", host);
      forwarded.append(";host=\"").append(host).append('"');
    }
    to.set("Forwarded", forwarded.append(";proto=").append(scheme).toString());
  }

  /** Copies the head of a response without the fields of one connection. */
  static void passBack(MultiMap from, MultiMap to) {
    Set<String> dropped = listed(from, "connection");
    for (Map.Entry<String, String> field : from) {
      String name = field.getKey().toLowerCase(Locale.ROOT);
      if (!OF_ONE_CONNECTION.contains(name) && !dropped.contains(name)) {
        to.add(field.getKey(), field.getValue());
      }
    }
  }

  /** The elements of a list field, lower case. */
  private static Set<String> listed(MultiMap headers, String name) {
    if (!headers.contains(name)) {
      return Set.of();
    }
    Set<String> elements = new HashSet<>();
    for (String value : headers.getAll(name)) {
      for (String element : value.split(",", -1)) {
        elements.add(element.strip().toLowerCase(Locale.ROOT));
      }
    }
    return elements;
  }
}
