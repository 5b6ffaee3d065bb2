package io.bentoform.api.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Names a request: in the header {@code X-Request-Id} of its answer, in the problem body, in what
 * is logged about it and in its audit records.
 *
 * @param text 1 to 64 letters, digits, dots, underscores and hyphens
 */
public record RequestId(String text) {
  private static final HeaderName HEADER = HeaderNames.create("X-Request-Id");
  private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /** The id that {@link #assign} gave to a request. */
  public static RequestId of(ServerRequest request) {
    return request.context().get(RequestId.class).orElseThrow();
  }

  /** Gives a request the id that its client chose if that is well-formed, else a new one. */
  static void assign(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    RequestId id =
        request
            .headers()
            .first(HEADER)
            .filter(sent -> WELL_FORMED.matcher(sent).matches())
            .map(RequestId::new)
            .orElseGet(() -> new RequestId(UUID.randomUUID().toString()));
    request.context().register(id);
    response.header(HEADER, id.text());
    chain.proceed();
  }

  /** The id, as in the header. */
  @Override
  public String toString() {
    return text;
  }
}
