package io.bentoform.api.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Answer;
import io.bentoform.api.TestServer;
import io.bentoform.api.deployment.BentoUpload;
import io.bentoform.api.engine.SampleBento;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** A test of the pages of a secret that deployments use. */
abstract class SecretUseTest extends SecretPagesTest {
  static final String DEPLOYMENTS = "/api/v2/deployments";

  @BeforeAll
  static void push() {
    BentoUpload.push(TestServer.shared(), SampleBento.shared());
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

  Answer state(String suffix) {
    return server.call("GET", DEPLOYMENTS + "/" + name + "-" + suffix);
  }
}
