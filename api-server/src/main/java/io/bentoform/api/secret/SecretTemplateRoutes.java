package io.bentoform.api.secret;

import io.bentoform.api.http.Json;
import io.bentoform.api.wire.SecretTemplateResponse;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** What secrets for well-known services contain (additive): data, in {@value #FILE}. */
public final class SecretTemplateRoutes implements HttpService {
  private static final String FILE = "/secret/templates.yaml";

  private final SecretTemplateResponse.All templates = read();

  @Override
  public void routing(HttpRules routes) {
    routes.get("/api/v1/secret_templates", (request, response) -> Json.send(response, templates));
  }

  private static SecretTemplateResponse.All read() {
    try (InputStream file =
        Objects.requireNonNull(SecretTemplateRoutes.class.getResourceAsStream(FILE), FILE)) {
      return Json.YAML.readValue(file, SecretTemplateResponse.All.class);
    } catch (IOException e) {
      throw new UncheckedIOException("The file " + FILE + " is not a list of templates", e);
    }
  }
}
