package io.bentoform.api.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bentoform.api.http.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bentoml secret ...}, as its manual describes it. */
@ConformanceTest
class SecretConformanceTest {
  private static final String SECRETS = "/api/v1/org_secrets/";

  private final Cloud cloud = Cloud.shared();
  private final String name = "my-secret-" + UUID.randomUUID().toString().substring(0, 8);
  private final List<String> made = new ArrayList<>();
  private final Path folder;
  private final CommandLine bentoml;

  SecretConformanceTest(Pass pass, @TempDir Path folder) {
    this.folder = folder;
    this.bentoml = new CommandLine(cloud, pass, folder);
  }

  @AfterEach
  void delete() {
    made.stream()
        .filter(each -> cloud.status(SECRETS + each) == 200)
        .forEach(each -> cloud.delete(SECRETS + each));
  }

  private Output create(String... words) {
    List<String> command = new ArrayList<>(List.of("secret", "create", name));
    command.addAll(List.of(words));
    made.add(name);
    return bentoml.run(command.toArray(String[]::new));
  }

  @Test
  void create_makes_environment_variables_of_keys_and_values() {
    String printed = create("key1=value1", "key2=value2").succeeded();

    assertThat(printed).contains(name);
    JsonNode secret = cloud.get(SECRETS + name);
    assertThat(secret.at("/content/type").asText()).isEqualTo("env");
    assertThat(secret.at("/content/stage").asText()).isEqualTo("runtime");
    assertThat(keys(secret)).containsExactly("key1", "key2");
    holds("key1", "value1");
    holds("key2", "value2");
  }

  @Test
  void create_with_type_path_stage_and_description_makes_files() {
    create("-t", "file", "-p", "$BENTOML_HOME/demo", "-s", "all", "-d", "for tests", "pem=text")
        .succeeded();

    JsonNode secret = cloud.get(SECRETS + name);
    assertThat(secret.at("/content/type").asText()).isEqualTo("mountfile");
    assertThat(secret.at("/content/path").asText()).isEqualTo("$BENTOML_HOME/demo");
    assertThat(secret.at("/content/stage").asText()).isEqualTo("all");
    assertThat(secret.at("/description").asText()).isEqualTo("for tests");
  }

  @Test
  void create_takes_values_from_a_file_of_variables_and_from_files() throws IOException {
    Files.writeString(folder.resolve("variables.env"), "A=from-file\nB='quoted text'\n");
    Files.writeString(folder.resolve("certificate"), "line 1\nline 2\n");

    create("--from-file", "variables.env", "C=@certificate").succeeded();

    assertThat(keys(cloud.get(SECRETS + name))).containsExactlyInAnyOrder("A", "B", "C");
    holds("A", "from-file");
    holds("B", "quoted text");
    holds("C", "line 1\nline 2\n");
  }

  @Test
  void create_in_a_named_cluster_makes_it_there() {
    create("--cluster", "default", "A=1").succeeded();

    assertThat(cloud.get(SECRETS + name).at("/cluster/name").asText()).isEqualTo("default");
  }

  @Test
  void create_in_another_cluster_is_listed_with_it_and_deleted_there() {
    if (cloud.status("/api/v1/clusters/second") == 404) {
      cloud.call("POST", "/api/v1/clusters", "{\"name\": \"second\"}");
    }
    create("--cluster", "second", "A=1").succeeded();

    assertThat(cloud.status(SECRETS + name)).isEqualTo(404);
    JsonNode listed = bentoml.run("secret", "list", "--search", name, "-o", "json").json();
    assertThat(listed.at("/0/cluster/name").asText()).isEqualTo("second");
    bentoml.run("secret", "apply", name, "--cluster", "second", "B=2").succeeded();
    assertThat(keys(cloud.get(SECRETS + name + "?cluster=second"))).containsExactly("B");
    bentoml.run("secret", "delete", name, "--cluster", "second").succeeded();
    assertThat(cloud.status(SECRETS + name + "?cluster=second")).isEqualTo(404);
  }

  @Test
  void create_in_a_cluster_that_is_not_there_says_so() {
    assertThat(create("--cluster", "nowhere", "A=1").refused())
        .contains("There is no cluster nowhere. There are: default");
    assertThat(cloud.status(SECRETS + name)).isEqualTo(404);
  }

  @Test
  void create_of_a_name_that_is_taken_says_what_to_do() {
    create("A=1").succeeded();

    assertThat(create("A=2").refused()).contains("Secret " + name + " already exists");
    holds("A", "1");
  }

  @Test
  void create_with_a_bad_name_key_or_path_says_what_is_wrong_and_never_the_value() {
    assertThat(bentoml.run("secret", "create", "Not_A_Label", "A=hidden-value").refused())
        .contains("The name of a secret is")
        .doesNotContain("hidden-value");
    assertThat(create("1KEY=hidden-value").refused())
        .contains("environment")
        .doesNotContain("hidden-value");
    assertThat(create("-t", "file", "-p", "/etc", "A=hidden-value").refused())
        .contains("BENTOML_HOME")
        .doesNotContain("hidden-value");
    assertThat(cloud.status(SECRETS + name)).isEqualTo(404);
  }

  @Test
  void list_shows_every_secret_and_not_the_first_ten_alone() {
    for (int i = 0; i < 12; i++) {
      make(name + "-" + i);
    }

    String printed = bentoml.run("secret", "list").succeeded();

    assertThat(made).hasSize(12).allSatisfy(each -> assertThat(printed).contains(each));
    assertThat(printed).contains("Environment Variable", "runtime", "default");
  }

  @Test
  void list_searches_and_prints_json_and_yaml_without_any_value() {
    make(name + "-a");
    make(name + "-b");
    make("other-" + name.substring(10));

    Output json = bentoml.run("secret", "list", "--search", name, "-o", "json");
    assertThat(json.json()).extracting(each -> each.get("name").asText()).hasSize(2);
    assertThat(json.json()).allSatisfy(each -> assertThat(keys(each)).containsExactly("A"));
    Output yaml = bentoml.run("secret", "list", "--search", name + "-a", "-o", "yaml");
    assertThat(yaml.yaml()).hasSize(1);
    assertThat(json.text() + yaml.text()).doesNotContain("hidden-value");
  }

  @Test
  void apply_replaces_the_keys_and_values_of_a_secret() {
    create("A=1", "B=2").succeeded();

    String printed = bentoml.run("secret", "apply", name, "B=3", "C=4").succeeded();

    assertThat(printed).contains(name);
    assertThat(keys(cloud.get(SECRETS + name))).containsExactly("B", "C");
    assertThat(cloud.get(SECRETS + name).get("revision").asInt()).isEqualTo(2);
    holds("B", "3");
  }

  @Test
  void apply_of_a_secret_that_is_not_there_says_so() {
    assertThat(bentoml.run("secret", "apply", name, "A=1").refused()).contains("not found");
  }

  @Test
  void delete_removes_it_and_a_second_time_says_that_it_is_gone() {
    create("A=1").succeeded();

    assertThat(bentoml.run("secret", "delete", name).succeeded()).contains(name);

    assertThat(cloud.status(SECRETS + name)).isEqualTo(404);
    assertThat(bentoml.run("secret", "delete", name).refused()).contains("not found");
  }

  @Test
  void python_lists_creates_gets_updates_and_deletes() {
    made.add(name);
    String printed =
        bentoml
            .python(
                """
                from bentoml.cloud import BentoCloudClient
                secrets = BentoCloudClient().secret
                secrets.create("%1$s", type="env", key_vals=[("A", "hidden-value")])
                secrets.update("%1$s", type="env", key_vals=[("A", "hidden-2"), ("B", "hidden-3")])
                found = secrets.get("%1$s")
                print(found.name, [item.key for item in found.content.items])
                print("%1$s" in [each.name for each in secrets.list()])
                secrets.delete("%1$s")
                """
                    .formatted(name))
            .succeeded();

    assertThat(printed).contains(name + " ['A', 'B']", "True").doesNotContain("hidden");
    assertThat(cloud.status(SECRETS + name)).isEqualTo(404);
  }

  private void make(String secret) {
    made.add(secret);
    cloud.call(
        "POST",
        "/api/v1/org_secrets",
        """
        {"name": "%s", "content": {"items": [{"key": "A", "value": "hidden-value"}]}}
        """
            .formatted(secret));
  }

  /** The stored value, which no answer shows, is this one. */
  private void holds(String key, String value) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.putArray("items").addObject().put("key", key).put("value", value);
    JsonNode comparison = cloud.call("POST", SECRETS + name + "/compare", body.toString());
    assertThat(comparison.get("unchanged")).extracting(JsonNode::asText).contains(key);
  }

  private static List<String> keys(JsonNode secret) {
    List<String> keys = new ArrayList<>();
    secret.at("/content/items").forEach(item -> keys.add(item.get("key").asText()));
    return keys;
  }
}
