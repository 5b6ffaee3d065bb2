package io.bentoform.api.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bentoml api-token ...}, as its manual describes it. */
@ConformanceTest
class ApiTokenConformanceTest {
  private static final String TOKENS = "/api/v1/api_tokens";
  private static final Pattern VALUE = Pattern.compile("bf_[A-Za-z0-9_-]{43}");

  private final Cloud cloud = Cloud.shared();
  private final String name = "my-token-" + UUID.randomUUID().toString().substring(0, 8);
  private final CommandLine bentoml;

  ApiTokenConformanceTest(Pass pass, @TempDir Path folder) {
    this.bentoml = new CommandLine(cloud, pass, folder);
  }

  @AfterEach
  void delete() {
    stored().forEach(token -> cloud.delete(TOKENS + "/" + token.get("uid").asText()));
  }

  @Test
  void create_prints_the_value_once_and_the_value_is_good() {
    String printed = create().succeeded();

    assertThat(printed).contains("Token " + name + " created successfully", "Expires: Never");
    assertThat(only().at("/scopes/0").asText()).isEqualTo("api");
    String value = value(printed);
    assertThat(bentoml.with("BENTO_CLOUD_API_KEY", value).run("secret", "list").succeeded())
        .contains("Secret");
    assertThat(bentoml.run("api-token", "list", "-o", "json").text()).doesNotContain(value);
  }

  @Test
  void create_with_scopes_a_description_and_an_end_in_days_records_them() {
    create(
            "-s",
            "read_cluster",
            "--scope",
            "write_organization",
            "-d",
            "for ci",
            "--expires",
            "30d")
        .succeeded();

    assertThat(words(only().get("scopes"))).containsExactly("read_cluster", "write_organization");
    assertThat(only().get("description").asText()).isEqualTo("for ci");
    // The client's clock has no zone, and the server takes it for UTC.
    assertThat(Instant.parse(only().get("expired_at").asText()))
        .isBetween(
            Instant.now().plus(Duration.ofDays(29)), Instant.now().plus(Duration.ofDays(31)));
  }

  @Test
  void create_with_an_end_on_a_date_prints_it() {
    String printed = create("--expires", "2099-01-02").succeeded();

    assertThat(printed).contains("Expires: 2099-01-02 00:00:00");
    assertThat(only().get("expired_at").asText()).isEqualTo("2099-01-02T00:00:00Z");
  }

  @Test
  void create_prints_json_and_yaml() {
    assertThat(create("-o", "json").succeeded()).contains("\"name\": \"" + name + "\"");
    delete();
    assertThat(create("-o", "yaml").succeeded()).contains("name: " + name);
  }

  @Test
  void create_of_a_name_that_is_taken_says_what_to_do() {
    create().succeeded();

    assertThat(create().refused()).contains("Token " + name + " already exists");
  }

  @Test
  void create_with_a_bad_name_scope_or_end_says_what_is_wrong() {
    assertThat(bentoml.run("api-token", "create", "Not_A_Label").refused())
        .contains("The name of a token is");
    assertThat(create("-s", "root").refused()).contains("A scope must be one of");
    assertThat(create("--expires", "2001-01-01").refused()).contains("must be in the future");
    assertThat(stored()).isEmpty();
  }

  @Test
  void list_shows_names_scopes_and_ends_and_searches() {
    create("-s", "read_cluster", "--expires", "2099-01-02").succeeded();

    assertThat(bentoml.run("api-token", "list").succeeded())
        .contains(name, "read_cluster", "2099-01-02 00:00:00", "Never");
    JsonNode json = bentoml.run("api-token", "list", "--search", name, "-o", "json").json();
    assertThat(json).extracting(each -> each.get("name").asText()).containsExactly(name);
    JsonNode yaml = bentoml.run("api-token", "list", "--search", name, "-o", "yaml").yaml();
    assertThat(yaml).extracting(each -> each.get("name").asText()).containsExactly(name);
  }

  @Test
  void get_shows_one_token_in_every_form() {
    create("-d", "for ci").succeeded();
    String uid = only().get("uid").asText();

    assertThat(bentoml.run("api-token", "get", uid).succeeded())
        .contains(name, uid, "for ci", "Is Expired", "False", "admin");
    assertThat(bentoml.run("api-token", "get", uid, "-o", "json").json().get("name").asText())
        .isEqualTo(name);
    assertThat(bentoml.run("api-token", "get", uid, "-o", "yaml").yaml().get("name").asText())
        .isEqualTo(name);
    assertThat(bentoml.run("api-token", "get", "nothing").refused()).contains("not found");
  }

  @Test
  void delete_ends_a_token_and_a_second_time_says_that_it_is_gone() {
    String value = value(create().succeeded());
    String uid = only().get("uid").asText();

    assertThat(bentoml.run("api-token", "delete", uid).succeeded()).contains("deleted");

    assertThat(bentoml.run("api-token", "delete", uid).refused()).contains("not found");
    assertThat(bentoml.with("BENTO_CLOUD_API_KEY", value).run("api-token", "list").refused())
        .contains("bentoml cloud login")
        .doesNotContain(value);
  }

  @Test
  void delete_of_the_administrators_token_says_why_not_and_what_else() {
    String uid = cloud.get(TOKENS + "?search=administrator-").at("/items/0/uid").asText();

    assertThat(bentoml.run("api-token", "delete", uid).refused()).contains("administrator.token");
  }

  @Test
  void a_token_without_the_scope_is_told_which_one_it_needs() {
    String value = value(create("-s", "read_cluster").succeeded());
    bentoml.with("BENTO_CLOUD_API_KEY", value);

    bentoml.run("secret", "list").succeeded();
    assertThat(bentoml.run("secret", "create", "x", "A=1").refused())
        .contains("This needs the scope write_cluster; the token has read_cluster.");
    assertThat(bentoml.run("api-token", "list").refused())
        .contains("This needs the scope read_organization");
  }

  @Test
  void python_creates_lists_gets_and_deletes() {
    String printed =
        bentoml
            .python(
                """
                import bentoml
                made = bentoml.api_token.create("%1$s", scopes=["read_cluster"])
                print(made.name, made.scopes, made.is_api_token, made.is_global_access)
                print("%1$s" in [each.name for each in bentoml.api_token.list()])
                print(bentoml.api_token.get(made.uid).token)
                bentoml.api_token.delete(made.uid)
                print(bentoml.api_token.get(made.uid))
                """
                    .formatted(name))
            .succeeded();

    assertThat(printed.lines())
        .containsExactly(name + " ['read_cluster'] True False", "True", "None", "None");
  }

  private Output create(String... words) {
    List<String> command = new ArrayList<>(List.of("api-token", "create", name));
    command.addAll(List.of(words));
    return bentoml.run(command.toArray(String[]::new));
  }

  private static String value(String printed) {
    Matcher value = VALUE.matcher(printed);
    assertThat(value.find()).as("a token in the output").isTrue();
    return value.group();
  }

  private JsonNode stored() {
    return cloud.get(TOKENS + "?search=" + name).get("items");
  }

  private JsonNode only() {
    assertThat(stored()).hasSize(1);
    return stored().get(0);
  }

  private static List<String> words(JsonNode array) {
    List<String> words = new ArrayList<>();
    array.forEach(word -> words.add(word.asText()));
    return words;
  }
}
