package io.bentoform.api;

import io.bentoform.api.engine.Notice;
import io.bentoform.api.http.Json;
import io.bentoform.api.http.ProblemException;
import io.helidon.http.HttpMediaType;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The server's version, its capabilities beyond the contract, and its OpenAPI document. */
final class AboutRoutes implements HttpService {
  private static final String VERSION = "0.1.0";
  private static final List<String> CAPABILITIES =
      List.of(
          "cluster_engines",
          "secret_compare",
          "secret_compare_many",
          "list_named",
          "secret_revisions",
          "deployment_check",
          "deployment_check_many",
          "deployment_managed_by",
          "deployment_proxy",
          "deployment_metadata",
          "deployment_secret_states",
          "expected_secret_revisions",
          "expected_uid",
          "terraform_export",
          "token_value");

  /**
   * @param tls {@code none}, {@code certificate} or {@code self_signed}
   * @param notices what who uses the server should know of it
   */
  private record Version(
      String name, String version, List<String> capabilities, String tls, List<Notice> notices) {}

  private final Https https;

  AboutRoutes(Https https) {
    this.https = https;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get("/api/v1/version", this::version).get("/openapi", this::openapi);
  }

  private void version(ServerRequest request, ServerResponse response) {
    Json.send(
        response, new Version("bentoform", VERSION, CAPABILITIES, https.kind(), https.notices()));
  }

  private void openapi(ServerRequest request, ServerResponse response) {
    try (InputStream document = AboutRoutes.class.getResourceAsStream("/schema/openapi.yaml")) {
      if (document == null) {
        throw ProblemException.notFound("This build has no OpenAPI document.");
      }
      response.headers().contentType(HttpMediaType.create("application/yaml"));
      response.send(document.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
