package io.bentoform.provider.bentocloud.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.provider.bentocloud.ApiAccess;
import io.bentoform.provider.bentocloud.ImportMarker;
import io.bentoform.provider.bentocloud.ObjectId;
import io.bentoform.provider.bentocloud.Run;
import io.bentoform.provider.bentocloud.deployment.attachment.AttachedSecret;
import io.bentoform.provider.cty.JsonCodec;
import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.resource.Planned;
import io.bentoform.provider.resource.PrivateState;
import io.bentoform.provider.resource.Stored;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a plan shows, while no API can be asked. */
class DeploymentResourceTest {

  private static final String PRIOR =
      """
      {"name":"llm","cluster":"default","bento":"llm:v1","recreate_on_key_change":true,
       "access_authorization":false,"wait_for_rollout":true,"status":"running","revision":4,
       "urls":["http://x"],"endpoint_url":"http://x","created_at":"2026-01-01T00:00:00Z",
       "labels":{"team":"a"},
       "secrets":[{"name":"a","keys":["A"],"revision":1},{"name":"b","keys":["B"],"revision":2}]}
      """;

  private final ApiAccess access = new ApiAccess();
  private final DeploymentResource deployments = new DeploymentResource(access);

  private static Value.Fields state(String json) {
    return (Value.Fields) JsonCodec.decode(json, DeploymentSchema.SCHEMA.type());
  }

  /**
   * As the host proposes: the configuration, and prior values where it leaves computed ones open.
   */
  private Planned plan(Value.Fields prior, PrivateState kept, Map<String, Value> changes) {
    Map<String, Value> config = new TreeMap<>(prior.entries());
    for (String computed : List.of("status", "revision", "urls", "endpoint_url", "created_at")) {
      config.put(computed, Value.ofNull());
    }
    config.putAll(changes);
    Map<String, Value> proposed = new TreeMap<>(prior.entries());
    proposed.putAll(changes);
    return deployments.planUpdate(
        new Stored(prior, kept), new Value.Fields(proposed), new Value.Fields(config));
  }

  private Planned plan(Map<String, Value> changes) {
    return plan(state(PRIOR), PrivateState.EMPTY, changes);
  }

  private static List<String> unknown(Planned planned) {
    return planned.state().entries().entrySet().stream()
        .filter(each -> !each.getValue().isWhollyKnown())
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Value secrets(String json) {
    return state("{\"secrets\":" + json + "}").get("secrets");
  }

  /** A canary version with these secrets. */
  private static Value canary(String secrets) {
    return state("{\"canary\":{\"versions\":{\"next\":{\"secrets\":" + secrets + "}}}}")
        .get("canary");
  }

  @Test
  void nothing_changed_plans_nothing() {
    assertThat(plan(Map.of()).state()).isEqualTo(state(PRIOR));
  }

  @Test
  void a_changed_value_leaves_open_only_status_and_revision() {
    Planned planned =
        plan(
            Map.of(
                "secrets",
                secrets(
                    "[{\"name\":\"a\",\"keys\":[\"A\"],\"revision\":2},"
                        + "{\"name\":\"b\",\"keys\":[\"B\"],\"revision\":2}]")));
    assertThat(unknown(planned)).containsExactly("revision", "status");
    assertThat(planned.requiresReplace()).isEmpty();
  }

  @Test
  void another_order_of_the_same_secrets_leaves_nothing_open() {
    Planned planned =
        plan(
            Map.of(
                "secrets",
                secrets(
                    "[{\"name\":\"b\",\"keys\":[\"B\"],\"revision\":2},"
                        + "{\"name\":\"a\",\"keys\":[\"A\"],\"revision\":1}]")));
    assertThat(unknown(planned)).isEmpty();
    assertThat(planned.requiresReplace()).isEmpty();
  }

  @Test
  void another_order_of_the_secrets_of_a_canary_version_leaves_nothing_open() {
    Value.Fields prior =
        state(PRIOR)
            .with(
                "canary",
                canary(
                    "[{\"name\":\"a\",\"keys\":[\"A\"],\"revision\":1},"
                        + "{\"name\":\"b\",\"keys\":[\"B\"],\"revision\":2}]"));
    Value reordered =
        canary(
            "[{\"name\":\"b\",\"keys\":[\"B\"],\"revision\":2},"
                + "{\"name\":\"a\",\"keys\":[\"A\"],\"revision\":1}]");

    Planned planned = plan(prior, PrivateState.EMPTY, Map.of("canary", reordered));

    assertThat(planned.state()).isEqualTo(prior.with("canary", reordered));
  }

  @Test
  void other_labels_or_settings_of_terraform_alone_leave_nothing_open() {
    Planned planned =
        plan(
            Map.of(
                "labels",
                Value.mapOfText(Map.of("team", "b")),
                "wait_for_rollout",
                Value.bool(false),
                "recreate_on_key_change",
                Value.bool(false)));
    assertThat(unknown(planned)).isEmpty();
  }

  @Test
  void another_bento_leaves_the_address_open_too() {
    assertThat(unknown(plan(Map.of("bento", Value.text("llm:v2")))))
        .containsExactly("endpoint_url", "revision", "status", "urls");
  }

  @Test
  void an_added_key_replaces_at_its_element() {
    Planned planned =
        plan(
            Map.of(
                "secrets",
                secrets(
                    "[{\"name\":\"a\",\"keys\":[\"A\"],\"revision\":1},"
                        + "{\"name\":\"b\",\"keys\":[\"B\",\"C\"],\"revision\":3}]")));
    assertThat(planned.requiresReplace())
        .containsExactly(Path.of("secrets").index(1).attribute("keys"));
  }

  @Test
  void a_secret_named_alone_is_taken_from_what_the_run_itself_plans() {
    access
        .run()
        .keep(
            new ObjectId("default", "a"),
            new Run.Secret(Value.setOfText(Set.of("A")), Value.number(7), Value.text("u")));

    Planned planned =
        plan(Map.of("secrets", secrets("[{\"name\":\"a\"}]"), "envs", Value.ofUnknown()));

    assertThat(planned.state().get("secrets"))
        .isEqualTo(secrets("[{\"name\":\"a\",\"keys\":[\"A\"],\"revision\":7,\"uid\":\"u\"}]"));
    assertThat(planned.diagnostics()).isEmpty();
  }

  @Test
  void a_secret_that_is_made_again_under_its_name_is_warned_of() {
    Value.Fields prior =
        state(PRIOR)
            .with(
                "secrets",
                secrets("[{\"name\":\"a\",\"keys\":[\"A\"],\"revision\":1,\"uid\":\"u\"}]"));
    Value again =
        AttachedSecret.value(
            List.of(
                new AttachedSecret(
                    Value.text("a"),
                    Value.setOfText(Set.of("A")),
                    Value.number(1),
                    Value.ofUnknown())));

    Planned planned = plan(prior, PrivateState.EMPTY, Map.of("secrets", again));

    assertThat(unknown(planned)).contains("status", "revision", "secrets");
    assertThat(planned.diagnostics()).hasSize(1);
    assertThat(planned.diagnostics().getFirst().detail()).contains("create_before_destroy");
  }

  @Test
  void another_name_replaces() {
    assertThat(plan(Map.of("name", Value.text("other"))).requiresReplace())
        .containsExactly(Path.of("name"));
  }

  /** Going back to what was there before a failed rollout must roll out again: it does not run. */
  @Test
  void after_a_failed_rollout_the_old_configuration_is_rolled_out_again() {
    Value.Fields failed = state(PRIOR).with("status", Value.text("failed"));
    PrivateState marked = PrivateState.EMPTY.with(DeploymentState.FAILED_REVISION, "4");
    assertThat(unknown(plan(failed, marked, Map.of()))).containsExactly("revision", "status");
    assertThat(unknown(plan(state(PRIOR), marked, Map.of()))).isEmpty();
  }

  @Test
  void the_first_trigger_of_an_imported_deployment_rolls_nothing_out() {
    Map<String, Value> trigger =
        Map.of("restart_trigger", new Value.Fields(Map.of("a", Value.text("1"))));
    PrivateState refreshed = ImportMarker.refreshed(ImportMarker.imported());
    for (PrivateState fresh : List.of(refreshed, ImportMarker.refreshed(refreshed))) {
      Planned planned = plan(state(PRIOR), fresh, trigger);
      assertThat(unknown(planned)).isEmpty();
      assertThat(planned.state().get("restart_trigger")).isEqualTo(trigger.get("restart_trigger"));
    }
    PrivateState later = ImportMarker.refreshed(ImportMarker.refreshed(refreshed));
    assertThat(unknown(plan(state(PRIOR), later, trigger))).contains("status");
  }

  @Test
  void what_the_api_has_seen_fail_or_end_is_rolled_out_again_whoever_waited_for_it() {
    for (String status : List.of("failed", "image-build-failed", "terminated", "terminating")) {
      Value.Fields seen = state(PRIOR).with("status", Value.text(status));
      assertThat(unknown(plan(seen, PrivateState.EMPTY, Map.of()))).contains("revision", "status");
    }
  }

  @Test
  void an_unhealthy_deployment_is_rolled_out_again_only_where_another_revision_runs() {
    Value.Fields unhealthy = state(PRIOR).with("status", Value.text("unhealthy"));
    PrivateState other = PrivateState.EMPTY.with(DeploymentState.OBSERVED_REVISION, "3");
    assertThat(unknown(plan(unhealthy, PrivateState.EMPTY, Map.of()))).isEmpty();
    assertThat(unknown(plan(unhealthy, other, Map.of()))).contains("revision", "status");
  }
}
