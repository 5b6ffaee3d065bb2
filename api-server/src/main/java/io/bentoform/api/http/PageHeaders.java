package io.bentoform.api.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;

/** The header fields that keep browsers from taking what is sent for something else. */
public final class PageHeaders {
  private static final HeaderName POLICY = HeaderNames.create("Content-Security-Policy");
  private static final HeaderName FRAMES = HeaderNames.create("X-Frame-Options");
  private static final HeaderName SNIFFING = HeaderNames.create("X-Content-Type-Options");
  private static final HeaderName REFERRER = HeaderNames.create("Referrer-Policy");

  private PageHeaders() {}

  /**
   * Sets those of an HTML page, which is never framed.
   *
   * @param caching the {@code Cache-Control}
   * @param policy the {@code Content-Security-Policy}
   * @param referrer the {@code Referrer-Policy}
   */
  public static void set(ServerResponse response, String caching, String policy, String referrer) {
    response
        .header(HeaderNames.CONTENT_TYPE, "text/html; charset=utf-8")
        .header(HeaderNames.CACHE_CONTROL, caching)
        .header(POLICY, policy)
        .header(FRAMES, "DENY")
        .header(REFERRER, referrer);
    forbidSniffing(response);
  }

  /**
   * Of what somebody else made: opened in a browser, it runs nothing and is no page of this server.
   */
  public static void download(ServerResponse response) {
    response
        .header(HeaderNames.CACHE_CONTROL, "no-store")
        .header(HeaderNames.CONTENT_DISPOSITION, "attachment")
        .header(POLICY, "default-src 'none'; sandbox");
    forbidSniffing(response);
  }

  /** What is sent is what its content type says. */
  public static void forbidSniffing(ServerResponse response) {
    response.header(SNIFFING, "nosniff");
  }
}
