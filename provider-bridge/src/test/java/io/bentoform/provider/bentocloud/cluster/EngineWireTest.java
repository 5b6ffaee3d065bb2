package io.bentoform.provider.bentocloud.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.provider.cty.JsonCodec;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.json.Json;
import io.bentoform.provider.json.JsonObject;
import io.bentoform.provider.resource.PrivateState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is sent and read of an engine. */
class EngineWireTest {

  /** As the API answers. */
  private static final String REPORTED =
      """
      {"type": "kubernetes", "credentials": "kubeconfig", "context": "", "namespace": "models",
       "image": "python:1", "endpoint_domain": "", "endpoint_port": null,
       "storage": {"claim": null, "none": true}, "node_selector": {},
       "tolerations": [{"key": "gpu", "operator": "Exists", "value": "", "effect": ""}],
       "certificates": "", "build_environment": ["INDEX"], "server_url": "http://api:3000",
       "gateway": null}
      """;

  private static Value engine(String json) {
    return JsonCodec.decode(json, EngineSchema.type());
  }

  private static JsonObject reported() throws Json.ParseException {
    return JsonObject.of(Json.parse(REPORTED)).orElseThrow();
  }

  private static final Value KNOWN =
      engine(
          """
          {"type": "kubernetes", "credentials": "kubeconfig", "namespace": "models",
           "image": "python:1", "tolerations": [{"key": "gpu"}], "kubeconfig_wo_version": "1",
           "build_environment_keys": ["INDEX"], "server_url": "http://api:3000/",
           "storage": {"none": true}, "node_selector": {}}
          """);

  @Test
  void another_spelling_of_what_is_reported_is_kept() throws Json.ParseException {
    assertThat(EngineWire.refresh(KNOWN, reported())).isEqualTo(KNOWN);
  }

  @Test
  void what_is_imported_has_no_empty_values() throws Json.ParseException {
    Value imported = EngineWire.refresh(Value.ofNull(), reported());

    assertThat(imported.get("namespace")).isEqualTo(Value.text("models"));
    assertThat(imported.get("tolerations").asList()).hasSize(1);
    for (String name : List.of("context", "storage", "node_selector", "gateway", "certificates")) {
      assertThat(imported.get(name).isNull()).as(name).isTrue();
    }
  }

  @Test
  void the_machine_of_the_server_is_no_engine_unless_it_is_configured() throws Json.ParseException {
    JsonObject local = JsonObject.of(Json.parse("{\"type\": \"local\"}")).orElseThrow();
    Value written = engine("{\"type\": \"local\"}");

    assertThat(EngineWire.refresh(Value.ofNull(), local).isNull()).isTrue();
    assertThat(EngineWire.refresh(KNOWN, local).isNull()).isTrue();
    assertThat(EngineWire.refresh(written, local)).isEqualTo(written);
  }

  @Test
  void a_change_sends_what_differs_and_removes_what_is_gone() {
    Value before =
        engine(
            """
            {"type": "kubernetes", "namespace": "models", "endpoint_domain": "example.org",
             "endpoint_port": 8443, "storage": {"claim": "c"}, "node_selector": {"a": "b"},
             "gateway": {"image": "g", "replicas": 2, "service_type": "LoadBalancer"}}
            """);
    Value after = engine("{\"type\": \"kubernetes\", \"namespace\": \"models\"}");

    assertThat(EngineWire.changes(before, before)).isEmpty();
    assertThat(EngineWire.changes(before, after))
        .isEqualTo(
            Map.of(
                "endpoint_domain", "",
                "endpoint_port", 0,
                "storage", Map.of("none", true),
                "node_selector", Map.of(),
                "gateway", Map.of()));
  }

  @Test
  void another_type_sends_the_type_and_nothing_of_the_one_before() {
    assertThat(EngineWire.changes(KNOWN, Value.ofNull())).isEqualTo(Map.of("type", "local"));
    assertThat(EngineWire.changes(Value.ofNull(), KNOWN))
        .containsEntry("type", "kubernetes")
        .containsEntry("namespace", "models")
        .doesNotContainKeys("context", "storage", "kubeconfig_wo_version");
    assertThat(EngineWire.changes(Value.ofNull(), engine("{\"type\": \"local\"}"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1, 1, false", "1, 2, true", ", 1, true", "1, , true"})
  void a_kubeconfig_is_written_again_when_its_version_changes(
      String before, String after, boolean written) {
    EngineValues values = values(versioned(before), versioned(after), "{}");

    assertThat(values.members().containsKey("kubeconfig")).isEqualTo(written);
    assertThat(values.hidden()).hasSize(written ? 1 : 0);
  }

  private static Value versioned(String version) {
    return ((Value.Fields) KNOWN).with("kubeconfig_wo_version", Value.ofText(version));
  }

  private static EngineValues values(Value before, Value after, String variables) {
    Value config =
        engine("{\"kubeconfig_wo\": \"k\", \"build_environment_wo\": " + variables + "}");
    Value goal =
        ((Value.Fields) after)
            .with(
                "build_environment_keys",
                Value.setOfText(config.get("build_environment_wo").asMap().keySet()));
    return EngineValues.changes(PrivateState.EMPTY, before, goal, config);
  }

  @Test
  void a_kubeconfig_that_was_removed_outside_is_written_and_one_that_is_gone_is_removed() {
    Value inCluster = ((Value.Fields) KNOWN).with("credentials", Value.text("in_cluster"));

    assertThat(values(inCluster, KNOWN, "{\"INDEX\": \"x\"}").members())
        .isEqualTo(Map.of("kubeconfig", "k"));
    assertThat(EnginePlan.writesKubeconfig(KNOWN, inCluster, false)).isTrue();
  }

  @Test
  void variables_keep_their_values_unless_they_are_new_or_their_version_changes() {
    Value renewed = ((Value.Fields) KNOWN).with("build_environment_wo_version", Value.text("2"));
    String both = "{\"INDEX\": \"x\", \"PROXY\": \"y\"}";

    assertThat(values(KNOWN, KNOWN, both).members().toString())
        .isEqualTo("{build_environment={INDEX=null, PROXY=y}}");
    assertThat(values(KNOWN, renewed, both).members().toString())
        .isEqualTo("{build_environment={INDEX=x, PROXY=y}}");
    assertThat(values(KNOWN, KNOWN, "{\"INDEX\": \"x\"}").members()).isEmpty();
    assertThat(values(KNOWN, KNOWN, "{}").members())
        .isEqualTo(Map.of("build_environment", Map.of()));
  }
}
