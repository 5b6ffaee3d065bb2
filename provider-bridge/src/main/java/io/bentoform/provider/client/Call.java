package io.bentoform.provider.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request to the API.
 *
 * @param path relative to the endpoint, with encoded segments
 * @param body a JSON tree, null for none
 * @param changes whether it changes something
 * @param repeatable whether the request is idempotent and may be retried
 * @param hidden values in the body that must not appear in error messages
 */
record Call(
    String method,
    String path,
    @Nullable Object body,
    boolean changes,
    boolean repeatable,
    Set<String> hidden) {

  static Call get(String path) {
    return new Call("GET", path, null, false, true, Set.of());
  }

  static Call delete(String path) {
    return new Call("DELETE", path, null, true, true, Set.of());
  }

  /** A request that is not idempotent. */
  static Call change(String method, String path, @Nullable Object body) {
    return new Call(method, path, body, true, false, Set.of());
  }

  /** A creation; idempotent when the body contains the uid of the object. */
  static Call create(String path, Map<String, @Nullable Object> body) {
    return new Call("POST", path, body, true, body.get("uid") != null, Set.of());
  }

  /** The same call with an additional query parameter, unless its value is null. */
  Call with(String parameter, @Nullable String value) {
    return value == null
        ? this
        : new Call(
            method,
            path + (path.contains("?") ? "&" : "?") + parameter + "=" + encode(value),
            body,
            changes,
            repeatable,
            hidden);
  }

  /** A POST that changes nothing. */
  static Call ask(String path, Object body) {
    return new Call("POST", path, body, false, true, Set.of());
  }

  Call hiding(Set<String> values) {
    return new Call(method, path, body, changes, repeatable, Set.copyOf(values));
  }

  /**
   * The path of encoded segments, with the cluster as query parameter unless it is null or empty.
   */
  static String path(@Nullable String cluster, List<String> segments) {
    StringBuilder path = new StringBuilder();
    segments.forEach(segment -> path.append('/').append(encode(segment)));
    if (cluster != null && !cluster.isEmpty()) {
      path.append("?cluster=").append(encode(cluster));
    }
    return path.toString();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Omits the body, which may contain secret values. */
  @Override
  public String toString() {
    return method + " " + path;
  }

  static Map<String, @Nullable Object> members() {
    return new java.util.LinkedHashMap<>();
  }
}
