package io.bentoform.api.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bentoform.api.Answer;
import io.bentoform.api.Eventually;
import io.bentoform.api.TestServer;
import io.bentoform.api.engine.SampleBento;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists of deployments of two clusters; nothing runs, for all has {@code min_replicas = 0}. */
class DeploymentListTest {
  private static final String DEPLOYMENTS = "/api/v2/deployments";
  private static final String SECRETS = "/api/v1/org_secrets";
  private static final TestServer SERVER = TestServer.shared();

  private final String prefix = "m" + UUID.randomUUID().toString().substring(0, 8);
  private final List<String> clusters = List.of(prefix + "-1", prefix + "-2");

  @BeforeAll
  static void push() {
    BentoUpload.push(SERVER, SampleBento.shared());
  }

  @BeforeEach
  void make() throws Exception {
    for (String cluster : clusters) {
      require(SERVER.call("POST", "/api/v1/clusters", "{\"name\": \"" + cluster + "\"}"));
      for (String secret : List.of("a", "b")) {
        writeSecret("POST", SECRETS, cluster, secret, "1");
      }
    }
    // By turns, and with names that are there twice.
    for (int i = 0; i < 6; i++) {
      String secrets = List.of("", "\"a\"", "\"b\", \"a\"").get(i % 3);
      require(
          SERVER.call(
              "POST",
              DEPLOYMENTS + "?cluster=" + clusters.get(i % 2),
              """
              {"name": "%s-%d", "bento": "%s", "secrets": [%s],
               "services": {"Sample": {"scaling": {"min_replicas": 0}}}}
              """
                  .formatted(prefix, i / 2, SampleBento.NAME, secrets)));
    }
    Eventually.holds(
        "all rest",
        () ->
            list("").texts("/items", "status").stream()
                .allMatch(status -> status.equals("scaled-to-zero")));
    writeSecret("PATCH", SECRETS + "/a", clusters.get(0), "a", "2");
    require(SERVER.call("DELETE", SECRETS + "/b?cluster=" + clusters.get(1)));
  }

  private static void writeSecret(
      String method, String path, String cluster, String name, String value) {
    require(
        SERVER.call(
            method,
            path + "?cluster=" + cluster,
            """
            {"name": "%1$s", "content": {"items": [{"key": "K_%1$s", "value": "%2$s"}]}}
            """
                .formatted(name, value)));
  }

  @AfterEach
  void delete() {
    for (int i = 0; i < 6; i++) {
      SERVER.call(
          "DELETE", DEPLOYMENTS + "/" + prefix + "-" + i / 2 + "?cluster=" + clusters.get(i % 2));
    }
    for (String cluster : clusters) {
      for (String secret : List.of("a", "b")) {
        SERVER.call("DELETE", SECRETS + "/" + secret + "?cluster=" + cluster);
      }
      SERVER.call("DELETE", "/api/v1/clusters/" + cluster);
    }
  }

  @Test
  void a_list_shows_each_deployment_as_it_is_shown_alone() {
    Answer list = list("");
    assertThat(list.at("/items")).hasSize(6);
    List<String> states = new ArrayList<>();
    for (JsonNode item : list.at("/items")) {
      String cluster = item.at("/cluster/name").asText();
      Answer alone =
          SERVER.call("GET", DEPLOYMENTS + "/" + item.at("/name").asText() + "?cluster=" + cluster);
      assertThat(item).isEqualTo(alone.json());
      item.at("/secrets").forEach(secret -> states.add(secret.at("/state").asText()));
    }
    assertThat(states).contains("current", "value_changed", "missing");
  }

  @Test
  void deployments_of_several_clusters_are_merged_in_order_and_come_once_each() {
    for (String sort : List.of("name-asc", "name-desc", "created_at-desc", "updated_at-asc")) {
      List<String> whole = shown(list("sort:" + sort));
      assertThat(whole).hasSize(6).doesNotHaveDuplicates();

      List<String> walked = new ArrayList<>();
      Answer page = list("sort:" + sort + "&count=1");
      walked.addAll(shown(page));
      while (!page.at("/next").isNull()) {
        page = list("sort:" + sort + "&count=1&after=" + page.at("/next").asText());
        walked.addAll(shown(page));
      }

      assertThat(walked).isEqualTo(whole);
      assertThat(shown(list("sort:" + sort + "&start=2&count=3"))).isEqualTo(whole.subList(2, 5));
    }
    assertThat(shown(list("sort:name-asc")))
        .extracting(one -> one.substring(one.indexOf(' ') + 1))
        .isSorted();
  }

  private Answer list(String queryAndMore) {
    Answer answer =
        SERVER.call("GET", DEPLOYMENTS + "?all=true&search=" + prefix + "&q=" + queryAndMore);
    require(answer);
    return answer;
  }

  private static List<String> shown(Answer answer) {
    List<String> shown = new ArrayList<>();
    answer
        .at("/items")
        .forEach(
            item -> shown.add(item.at("/cluster/name").asText() + " " + item.at("/name").asText()));
    return shown;
  }

  private static void require(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }
}
