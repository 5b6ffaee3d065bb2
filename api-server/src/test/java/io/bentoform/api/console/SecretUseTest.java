package io.bentoform.api.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;
import io.bentoform.api.Answer;
import io.bentoform.api.deployment.BentoUpload;
import io.bentoform.api.engine.SampleBento;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** A test of the pages of a secret that deployments use. */
abstract class SecretUseTest extends SecretPagesTest {
  static final String DEPLOYMENTS = "/api/v2/deployments";
  static final String RECREATE_ALL = "Recreate all that need it";
  private static final String ADD_KEY =
      """
      {"content": {"items": [{"key": "ONE", "value": null}, {"key": "TWO", "value": null},
        {"key": "THREE", "value": "3"}]}}
      """;

  @BeforeAll
  static void push() {
    BentoUpload.push(PageServers.idle(), SampleBento.shared());
  }

  @AfterEach
  void delete() {
    server.call("DELETE", DEPLOYMENTS + "/" + name + "-a");
    server.call("DELETE", DEPLOYMENTS + "/" + name + "-b");
  }

  void deploy(String suffix) {
    String body =
        """
        {"name": "%s-%s", "bento": "%s", "secrets": ["%s"], "services": {"%s": {"scaling":
          {"min_replicas": 0, "max_replicas": 1, "policy": null}}}}
        """;
    Answer answer =
        server.call(
            "POST",
            DEPLOYMENTS,
            body.formatted(name, suffix, SampleBento.TAG, name, SampleBento.SERVICE));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  /** The secret gets a third key, so that what uses it needs to be recreated. */
  void addKey() {
    Answer changed = server.call("PATCH", SECRETS + "/" + name, ADD_KEY);
    assertThat(changed.status()).as(changed.body()).isEqualTo(200);
  }

  Answer state(String suffix) {
    return server.call("GET", DEPLOYMENTS + "/" + name + "-" + suffix);
  }

  /** What becomes of a request that creates a deployment. */
  void onCreation(Consumer<Route> handler) {
    page.route(
        url -> url.contains("/api/v2/deployments?"),
        route -> {
          if (route.request().method().equals("POST")) {
            handler.accept(route);
          } else {
            route.fallback();
          }
        });
  }
}
