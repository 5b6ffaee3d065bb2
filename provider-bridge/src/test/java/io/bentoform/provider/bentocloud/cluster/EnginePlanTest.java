package io.bentoform.provider.bentocloud.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.provider.cty.JsonCodec;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What follows from the configuration of an engine. */
class EnginePlanTest {

  private static Value.Fields engine(String json) {
    return (Value.Fields) JsonCodec.decode(json.replace('\'', '"'), EngineSchema.type());
  }

  private static Value decided(Value prior, Value config) {
    return EnginePlan.decided(config, prior, config);
  }

  @Test
  void credentials_and_names_of_variables_are_known_at_plan_and_the_image_of_the_server_is_not() {
    Value config =
        engine(
            "{'type': 'kubernetes', 'kubeconfig_wo': 'k', 'build_environment_wo': {'INDEX': 'x'}}");

    Value planned = decided(Value.ofNull(), config);

    assertThat(planned.get("credentials")).isEqualTo(Value.text("kubeconfig"));
    assertThat(planned.get("build_environment_keys")).isEqualTo(Value.setOfText(Set.of("INDEX")));
    assertThat(planned.get("image").isUnknown()).isTrue();
    assertThat(decided(Value.ofNull(), engine("{'type': 'kubernetes'}")).get("credentials"))
        .isEqualTo(Value.text("in_cluster"));
  }

  @Test
  void a_kubeconfig_that_is_not_known_yet_leaves_open_only_what_was_not_there_before() {
    Value config =
        engine("{'type': 'kubernetes', 'image': 'i'}")
            .with("kubeconfig_wo", Value.ofUnknown())
            .with("build_environment_wo", Value.ofUnknown());
    Value prior =
        engine(
            "{'type': 'kubernetes', 'credentials': 'kubeconfig', 'build_environment_keys': ['A']}");

    assertThat(decided(Value.ofNull(), config).get("credentials").isUnknown()).isTrue();
    assertThat(decided(prior, config).get("credentials")).isEqualTo(Value.text("kubeconfig"));
    assertThat(decided(prior, config).get("build_environment_keys"))
        .isEqualTo(Value.setOfText(Set.of("A")));
  }

  @Test
  void the_machine_of_the_server_has_a_type_and_no_defaults() {
    Value planned = decided(Value.ofNull(), engine("{'type': 'local', 'namespace': 'bentoform'}"));

    assertThat(planned).isEqualTo(engine("{'type': 'local'}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {'type': 'local', 'image': 'x'}                                | engine.image
          {'type': 'kubernetes', 'context': 'main'}                      | engine.context
          {'type': 'kubernetes', 'gateway': {'image': 'g'}}              | engine.gateway
          {'type': 'kubernetes', 'kubeconfig_wo': 'k', 'context': 'main'}|
          {'type': 'local'}                                              |
          """)
  void arguments_that_do_not_fit_are_refused_at_their_place(String engine, String path) {
    List<Diagnostic> errors = EngineChecks.run(engine(engine));

    assertThat(errors.stream().map(each -> each.path().toString()))
        .isEqualTo(path == null ? List.of() : List.of(path));
  }
}
