package io.bentoform.provider.walk;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.bentoform.provider.cty.JsonCodec;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.proto.TfPlugin6.AttributePath;
import io.bentoform.provider.proto.TfPlugin6.Diagnostic;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A plan warns of what the engine of the server does not honour, where it stands. */
class NotHonouredTest {

  private static final Server SERVER = Server.running();

  private static final String CONFIGURATION =
      """
      {"name": "%s", "bento": "walked:v1", "services": {"Walked": {
         "instance_type": %s,
         "config_overrides": %s,
         "scaling": {"min_replicas": 0, "max_replicas": 1, "policy": {
           "metrics": [{"type": "%s", "value": "50"}]}}}}}
      """;

  /** JSON in a string. */
  private static final String RESOURCES = "\"{\\\"resources\\\": {\\\"gpu\\\": 1}}\"";

  private static List<Diagnostic> plan(Plugin plugin, String json) {
    Value.Fields config = (Value.Fields) JsonCodec.decode(json, Kind.DEPLOYMENT.schema().type());
    plugin.validate(Kind.DEPLOYMENT, config);
    Value.Fields proposed = HostRules.proposed(Kind.DEPLOYMENT.schema(), Value.ofNull(), config);
    return plugin
        .plan(Kind.DEPLOYMENT, Value.ofNull(), proposed, config, ByteString.EMPTY)
        .warnings();
  }

  private static String path(Diagnostic diagnostic) {
    return diagnostic.getAttribute().getStepsList().stream()
        .map(NotHonouredTest::step)
        .collect(Collectors.joining("."));
  }

  private static String step(AttributePath.Step step) {
    return step.hasAttributeName()
        ? step.getAttributeName()
        : "[" + step.getElementKeyString() + "]";
  }

  @Test
  void each_setting_without_effect_is_one_warning_on_its_attribute() {
    try (Walker walker = new Walker(SERVER);
        Plugin plugin = walker.connect()) {
      List<Diagnostic> told =
          plan(plugin, CONFIGURATION.formatted("told", "null", RESOURCES, "gpu"));

      assertThat(told)
          .extracting(NotHonouredTest::path)
          .containsExactly(
              "services.[Walked].scaling.policy", "services.[Walked].config_overrides");
      assertThat(told)
          .allSatisfy(
              each -> {
                assertThat(each.getSeverity()).isEqualTo(Diagnostic.Severity.WARNING);
                assertThat(each.getSummary()).isEqualTo("The API would not honour this setting");
                assertThat(each.getDetail()).startsWith("services[\"Walked\"].");
              });
    }
  }

  @Test
  void an_instance_type_with_gpus_warns_on_itself_alone() {
    try (Walker walker = new Walker(SERVER);
        Plugin plugin = walker.connect()) {
      assertThat(plan(plugin, CONFIGURATION.formatted("gpu", "\"gpu.l4.1\"", "null", "cpu")))
          .isNotEmpty()
          .allMatch(each -> each.getSeverity() == Diagnostic.Severity.WARNING)
          .extracting(NotHonouredTest::path)
          .containsOnly("services.[Walked].instance_type");
    }
  }

  @Test
  void what_is_honoured_is_planned_without_a_warning() {
    try (Walker walker = new Walker(SERVER);
        Plugin plugin = walker.connect()) {
      assertThat(plan(plugin, CONFIGURATION.formatted("fine", "null", "null", "cpu"))).isEmpty();
    }
  }
}
