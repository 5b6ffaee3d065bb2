package io.bentoform.api.gateway;

import static io.bentoform.api.gateway.GatewayStage.PATIENCE;
import static io.bentoform.api.gateway.GatewayStage.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Eventually;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which version answers. */
final class GatewayCanaryTest {
  private final GatewayStage stage = new GatewayStage();

  GatewayCanaryTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    stage.close();
  }

  @Test
  void requests_with_one_header_value_stay_with_one_version() throws Exception {
    route(new Choice.Header("X-User"));

    Set<String> all = new HashSet<>();
    for (int user = 0; user < 20; user++) {
      Set<String> answers = new HashSet<>();
      for (int i = 0; i < 3; i++) {
        answers.add(stage.with("X-User", "user-" + user).body());
      }
      assertThat(answers).hasSize(1);
      all.addAll(answers);
    }
    assertThat(all).containsExactlyInAnyOrder("main", "canary");
  }

  @Test
  void requests_with_one_query_value_stay_with_one_version() throws Exception {
    route(new Choice.Query("user"));

    Set<String> all = new HashSet<>();
    for (int user = 0; user < 20; user++) {
      String first = stage.get("/?user=u-" + user).body();
      assertThat(stage.get("/other?x=1&user=u-" + user).body()).isEqualTo(first);
      all.add(first);
    }
    assertThat(all).containsExactlyInAnyOrder("main", "canary");
  }

  @Test
  void requests_without_the_value_are_spread() throws Exception {
    route(new Choice.Header("X-User"));

    Set<String> answers = new HashSet<>();
    for (int i = 0; i < 40; i++) {
      answers.add(stage.get("/").body());
    }
    assertThat(answers).containsExactlyInAnyOrder("main", "canary");
  }

  private void route(Choice choice) throws IOException {
    stage.apply(
        stage
            .draft()
            .choice(choice)
            .version("main", 50, stage.server(exchange -> text(exchange, "main")))
            .version("canary", 50, stage.server(exchange -> text(exchange, "canary"))));
  }

  @Test
  void a_request_waits_for_its_version_and_takes_another_when_that_is_gone() throws Exception {
    Upstream main = stage.server(exchange -> text(exchange, "main"));
    stage.apply(
        stage.draft().awaited(PATIENCE, 10).version("canary", 100).version("main", 0, main));
    CompletableFuture<HttpResponse<String>> answer = stage.getLater("/");
    Eventually.holds(
        "it waits", () -> stage.load().waitingByVersion().getOrDefault("canary", 0) == 1);

    stage.apply(stage.draft().awaited(PATIENCE, 10).version("main", 100, main));

    assertThat(answer.get().body()).isEqualTo("main");
  }
}
