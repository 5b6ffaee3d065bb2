package io.bentoform.api.console;

import io.bentoform.api.http.ConsolePaths;
import io.bentoform.api.http.PageHeaders;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.staticcontent.ClasspathHandlerConfig;
import io.helidon.webserver.staticcontent.StaticContentFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The files of the console. Every address of a page gives the same document, whose script shows the
 * page. Files of libraries have their version in their path and never change.
 */
public final class ConsoleRoutes implements HttpService {
  private static final String LIBRARIES = ConsolePaths.FILES + "/lib";
  private static final Pattern IMPORTS =
      Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);

  private final byte[] document;
  private final String policy;

  public ConsoleRoutes() {
    try (InputStream source =
        Objects.requireNonNull(ConsoleRoutes.class.getResourceAsStream("/console/index.html"))) {
      document = source.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    policy = policy(new String(document, StandardCharsets.UTF_8));
  }

  /** Only this server's own files, and the one script that stands in the document. */
  private static String policy(String document) {
    Matcher imports = IMPORTS.matcher(document);
    if (!imports.find()) {
      throw new IllegalStateException("the document of the console has no import map");
    }
    String hash = Base64.getEncoder().encodeToString(DigestUtils.sha256(imports.group(1)));
    return String.join(
        "; ",
        "default-src 'self'",
        "script-src 'self' 'sha256-" + hash + "'",
        "img-src 'self' data: blob:",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types lit-html");
  }

  @Override
  public void routing(HttpRules rules) {
    rules.register(
        LIBRARIES, files("META-INF/resources/webjars", "public, max-age=31536000, immutable"));
    rules.register(ConsolePaths.FILES, files("console", "no-cache"));
    ConsolePaths.PAGES.forEach(page -> rules.get(page, page()));
  }

  private static HttpService files(String location, String caching) {
    HttpService content =
        StaticContentFeature.createService(
            ClasspathHandlerConfig.builder().location(location).build());
    return rules ->
        rules
            .any(
                (request, response) -> {
                  response.header(HeaderNames.CACHE_CONTROL, caching);
                  PageHeaders.forbidSniffing(response);
                  response.next();
                })
            .register(content);
  }

  private Handler page() {
    return (request, response) -> {
      PageHeaders.set(response, "no-cache", policy, "same-origin");
      response.send(document);
    };
  }
}
