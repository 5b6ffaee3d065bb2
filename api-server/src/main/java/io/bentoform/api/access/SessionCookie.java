package io.bentoform.api.access;

import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.http.ProblemException;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Method;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The cookie of a session, and where a request may come from that carries it (design 3.4): from a
 * page of this server alone. The browser says so in {@code Sec-Fetch-Site}, or in {@code Origin}.
 */
public final class SessionCookie {
  private static final String NAME = "bentoform-session";

  /** A browser takes a cookie of this name only from the host itself, and over TLS. */
  private static final String SECURE_NAME = "__Host-" + NAME;

  private static final HeaderName SITE = HeaderNames.create("Sec-Fetch-Site");

  private SessionCookie() {}

  /** A {@code Set-Cookie} field with the value of a session. */
  public static String set(Hidden session, boolean secure) {
    return field(session.reveal(), Sessions.LIFE.toSeconds(), secure);
  }

  /** A {@code Set-Cookie} field that removes the cookie. */
  public static String remove(boolean secure) {
    return field("", 0, secure);
  }

  private static String field(String value, long seconds, boolean secure) {
    return "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict%s"
        .formatted(secure ? SECURE_NAME : NAME, value, seconds, secure ? "; Secure" : "");
  }

  /** The session of a request, if it has the cookie. */
  public static Optional<Hidden> of(Headers headers) {
    return headers.values(HeaderNames.COOKIE).stream()
        .flatMap(field -> Arrays.stream(field.split(";")))
        .map(String::strip)
        .filter(pair -> pair.startsWith(NAME + "=") || pair.startsWith(SECURE_NAME + "="))
        .map(pair -> pair.substring(pair.indexOf('=') + 1))
        .filter(value -> !value.isEmpty())
        .map(Hidden::of)
        .findFirst();
  }

  /**
   * Requires that a page of this server sent the request.
   *
   * @throws ProblemException 403
   */
  public static void requireSameOrigin(HttpPrologue request, Headers headers) {
    boolean reads = request.method().equals(Method.GET) || request.method().equals(Method.HEAD);
    boolean socket = headers.contains(HeaderNames.UPGRADE);
    Optional<String> site = headers.first(SITE).map(word -> word.toLowerCase(Locale.ROOT));
    Optional<String> origin = headers.first(HeaderNames.ORIGIN);
    boolean sameSite =
        site.map(word -> word.equals("same-origin") || (reads && word.equals("none")))
            .orElse(reads || origin.isPresent());
    boolean sameOrigin = origin.map(text -> isHere(text, headers)).orElse(!socket);
    boolean same = sameSite && sameOrigin;
    if (!same) {
      throw ProblemException.forbidden(
          "cross_origin",
          "A session can be used by the pages of this server alone. Scripts use an API token in"
              + " the header X-YATAI-API-TOKEN.");
    }
  }

  private static boolean isHere(String origin, Headers headers) {
    try {
      String authority = URI.create(origin).getAuthority();
      return authority != null
          && headers.first(HeaderNames.HOST).map(authority::equalsIgnoreCase).orElse(false);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
