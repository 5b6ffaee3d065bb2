package io.bentoform.api.secret;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bentoform.api.Answer;
import io.bentoform.api.TestServer;
import io.bentoform.api.access.Caller;
import io.bentoform.api.http.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The templates, with values in the form that each service gives them. */
class SecretTemplateTest {
  private static final String UUID_FORM = "00000000-aaaa-4bbb-8ccc-0123456789ab";

  /** A value of the right form for each key that has one. */
  private static final Map<String, String> VALUES =
      Map.ofEntries(
          Map.entry("OPENAI_API_KEY", "sk-proj-" + "a_-9".repeat(10)),
          Map.entry("OPENAI_ORG_ID", "org-abcDEF123"),
          Map.entry("OPENAI_PROJECT_ID", "proj_abcDEF123"),
          Map.entry("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"),
          Map.entry("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
          Map.entry("AWS_SESSION_TOKEN", "FwoG+/".repeat(20) + "=="),
          Map.entry("AWS_DEFAULT_REGION", "us-gov-west-1"),
          Map.entry("HF_TOKEN", "hf_" + "aB3".repeat(11)),
          Map.entry("GITHUB_TOKEN", "ghp_" + "aB3".repeat(12)),
          Map.entry("ANTHROPIC_API_KEY", "sk-ant-api03-" + "a_-9".repeat(10)),
          Map.entry(
              "application_default_credentials.json", "{\n  \"type\": \"service_account\"\n}\n"),
          Map.entry("AZURE_TENANT_ID", UUID_FORM),
          Map.entry("AZURE_CLIENT_ID", UUID_FORM),
          Map.entry("AZURE_CLIENT_SECRET", "abc8Q~" + "x".repeat(34)),
          Map.entry("config.json", "{\"auths\": {\"ghcr.io\": {\"auth\": \"eA==\"}}}"),
          Map.entry("PGHOST", "db.example.com"),
          Map.entry("PGPORT", "5432"));

  private final TestServer server = TestServer.shared();
  private final JsonNode templates = server.call("GET", "/api/v1/secret_templates").at("/items");

  @Test
  void there_is_a_template_for_each_service_that_teams_use_most() {
    assertThat(templates)
        .extracting(template -> template.get("title").asText())
        .containsExactly(
            "OpenAI",
            "AWS",
            "Hugging Face",
            "GitHub",
            "Anthropic",
            "Google Cloud",
            "Azure",
            "Docker registry",
            "PostgreSQL");
  }

  @Test
  void a_template_with_values_is_a_secret() {
    String prefix = "t" + UUID.randomUUID().toString().substring(0, 8) + "-";
    for (JsonNode template : templates) {
      String name = prefix + template.get("name").asText();
      Answer created =
          server.call(
              "POST",
              "/api/v1/org_secrets",
              Json.write(Map.of("name", name, "content", content(template))));

      assertThat(created.status()).as(created.body()).isEqualTo(200);
      server.call("DELETE", "/api/v1/org_secrets/" + name);
    }
  }

  private static Map<String, Object> content(JsonNode template) {
    List<Map<String, Object>> items = new ArrayList<>();
    for (JsonNode item : template.get("items")) {
      String key = item.get("key").asText();
      items.add(Map.of("key", key, "value", VALUES.getOrDefault(key, "any")));
    }
    return Map.of(
        "type",
        template.get("type").asText(),
        "path",
        template.get("path").asText(""),
        "items",
        items);
  }

  @Test
  void a_pattern_takes_what_the_service_gives_and_not_what_was_cut_off() {
    for (JsonNode template : templates) {
      for (JsonNode item : template.get("items")) {
        String key = item.get("key").asText();
        if (item.get("pattern").isNull()) {
          assertThat(VALUES).doesNotContainKey(key);
        } else {
          String pattern = item.get("pattern").asText();
          assertThat(VALUES.get(key)).as(key).matches(pattern);
          assertThat(" ").as(key).doesNotMatch(pattern);
        }
      }
    }
  }

  @Test
  void every_key_says_what_it_is_and_where_its_service_explains_it() {
    for (JsonNode template : templates) {
      assertThat(template.get("description").asText()).isNotBlank();
      for (JsonNode item : template.get("items")) {
        assertThat(item.get("label").asText()).isNotBlank();
        assertThat(item.get("hint").asText()).endsWith(".");
        assertThat(item.get("link").asText()).startsWith("https://");
      }
    }
  }

  @Test
  void any_good_token_may_read_them() {
    Caller caller =
        Caller.with(server, "t-" + UUID.randomUUID(), "[\"protected_endpoint_access\"]");

    assertThat(caller.call("GET", "/api/v1/secret_templates").status()).isEqualTo(200);
    assertThat(
            server.send(server.anonymous("/api/v1/secret_templates"), "GET", new byte[0]).status())
        .isEqualTo(401);
  }
}
