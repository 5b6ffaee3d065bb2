package io.bentoform.provider.bentocloud.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.schema.ConfigCheck;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretChecksTest {

  private static List<Diagnostic> check(Map<String, Value> attributes) {
    Value.Fields config = new Value.Fields(attributes).with("name", Value.text("a"));
    List<Diagnostic> found = new ArrayList<>(ConfigCheck.run(SecretSchema.SCHEMA, config, true));
    found.addAll(SecretChecks.run(config));
    return found;
  }

  private static Map<String, Value> env(Map<String, Value> values) {
    return new HashMap<>(Map.of("values_wo", new Value.Fields(values)));
  }

  private static Map<String, Value> file(String path) {
    Map<String, Value> attributes = env(Map.of("a.json", Value.text("v")));
    attributes.put("type", Value.text("file"));
    attributes.put("path", Value.text(path));
    return attributes;
  }

  private static void assertOne(List<Diagnostic> found, String path) {
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().isError()).isTrue();
    assertThat(found.getFirst().path()).hasToString(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1A", "A-B", "A B", "", "Ä", "A=B"})
  void a_key_that_is_no_environment_name_is_refused_at_its_place(String key) {
    assertOne(check(env(Map.of(key, Value.text("v")))), "values_wo[\"" + key + "\"]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc",
        "$HOME/x",
        "$BENTOML_HOME/../x",
        "$BENTOML_HOMEx",
        "x",
        "$BENTOML_HOME/$A"
      })
  void a_path_that_is_not_under_the_home_is_refused(String path) {
    assertOne(check(file(path)), "path");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"$BENTOML_HOME", "$BENTOML_HOME/", "$BENTOML_HOME/a/b", "${BENTOML_HOME}/a"})
  void a_path_under_the_home_is_taken(String path) {
    assertThat(check(file(path))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"65536, 0", "65537, 1"})
  void a_value_has_at_most_64_kib_and_is_never_repeated(int size, int errors) {
    List<Diagnostic> found = check(env(Map.of("K", Value.text("x".repeat(size)))));
    assertThat(found).hasSize(errors);
    assertThat(found).allSatisfy(each -> assertThat(each.detail()).doesNotContain("xxx"));
  }

  @Test
  void a_value_is_measured_in_bytes() {
    assertOne(check(env(Map.of("K", Value.text("ä".repeat(40_000))))), "values_wo[\"K\"]");
  }

  @Test
  void at_most_256_keys_and_one_mebibyte() {
    Map<String, Value> many = new HashMap<>();
    for (int i = 0; i < 257; i++) {
      many.put("K" + i, Value.text("v"));
    }
    assertOne(check(env(many)), "values_wo");
    Map<String, Value> large = new HashMap<>();
    for (int i = 0; i < 17; i++) {
      large.put("K" + i, Value.text("v".repeat(65_000)));
    }
    assertOne(check(env(large)), "values_wo");
  }

  @Test
  void a_secret_without_keys_and_a_key_without_value_are_refused() {
    assertOne(check(env(Map.of())), "values_wo");
    assertOne(check(env(Map.of("K", Value.ofNull()))), "values_wo[\"K\"]");
  }

  @Test
  void sub_paths_belong_to_files_and_to_keys_that_exist() {
    Map<String, Value> variables = env(Map.of("A", Value.text("v")));
    variables.put("sub_paths", Value.mapOfText(Map.of("A", "x")));
    assertOne(check(variables), "sub_paths");
    Map<String, Value> files = file("$BENTOML_HOME");
    files.put("sub_paths", Value.mapOfText(Map.of("b", "x")));
    assertOne(check(files), "sub_paths[\"b\"]");
    files.put("sub_paths", Value.mapOfText(Map.of("a.json", "../x")));
    assertOne(check(files), "sub_paths[\"a.json\"]");
    files.put("sub_paths", Value.mapOfText(Map.of("a.json", "x/y")));
    assertThat(check(files)).isEmpty();
  }

  @Test
  void what_is_unknown_is_not_judged() {
    assertThat(check(new HashMap<>(Map.of("values_wo", Value.ofUnknown())))).isEmpty();
    assertThat(check(env(Map.of("K", Value.ofUnknown())))).isEmpty();
    Map<String, Value> unknownType = env(Map.of("not-env", Value.text("v")));
    unknownType.put("type", Value.ofUnknown());
    assertThat(check(unknownType)).isEmpty();
  }
}
