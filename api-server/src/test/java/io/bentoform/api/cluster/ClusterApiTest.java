package io.bentoform.api.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bentoform.api.Answer;
import io.bentoform.api.Eventually;
import io.bentoform.api.TestServer;
import io.bentoform.api.access.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterApiTest {
  private static final String CLUSTERS = "/api/v1/clusters";
  private static final String TYPES = "/api/v1/instance_types";
  private static final List<String> STANDARD =
      List.of("cpu.1", "cpu.2", "cpu.4", "cpu.8", "gpu.t4.1", "gpu.l4.1", "gpu.a100.1");

  private final TestServer server = TestServer.shared();
  private final String name = "c-" + UUID.randomUUID().toString().substring(0, 18);

  @AfterEach
  void delete() {
    server.call("DELETE", "/api/v1/org_secrets/one?cluster=" + name);
    server.call("DELETE", CLUSTERS + "/" + name);
  }

  private Answer create() {
    return server.call(
        "POST", CLUSTERS, "{\"name\": \"%s\", \"description\": \"for tests\"}".formatted(name));
  }

  @Test
  void the_first_cluster_is_there_from_the_start_with_the_standard_instance_types() {
    Answer cluster = server.call("GET", CLUSTERS + "/default");

    assertThat(cluster.at("/is_first").asBoolean()).isTrue();
    assertThat(cluster.at("/organization_name").asText()).isEqualTo("default");
    assertThat(cluster.at("/organization/name").asText()).isEqualTo("default");
    assertThat(cluster.at("/organization/resource_type").asText()).isEqualTo("organization");
    assertThat(cluster.at("/creator/name").asText()).isEqualTo("admin");
    assertThat(cluster.at("/kube_config").asText()).isEmpty();
    assertThat(cluster.at("/grafana_root_path").asText()).isEmpty();
    assertThat(cluster.at("/config/default_deployment_kube_namespace").asText())
        .isEqualTo("default--default");
    assertThat(cluster.texts("/resource_instances", "display_name")).containsAll(STANDARD);
  }

  @ParameterizedTest
  @ValueSource(strings = {CLUSTERS, TYPES})
  void a_create_that_is_repeated_with_its_uid_changes_nothing(String path) {
    String body = "{\"uid\": \"%s\", \"name\": \"%s\", \"description\": \"first\" %s}";
    String more = path.equals(TYPES) ? ", \"cpu\": \"1\", \"memory\": \"1Gi\"" : "";
    String uid = UUID.randomUUID().toString().replace("-", "").substring(0, 24);

    Answer created = server.call("POST", path, body.formatted(uid, name, more));
    Answer again = server.call("POST", path, body.formatted(uid, name, more));
    Answer other = server.call("POST", path, body.formatted("0".repeat(24), name, more));
    Answer invalid = server.call("POST", path, body.formatted("mine", name, more));

    assertThat(created.status()).as(created.body()).isEqualTo(200);
    assertThat(created.at("/uid").asText()).isEqualTo(uid);
    assertThat(again.json()).isEqualTo(created.json());
    assertThat(other.at("/type").asText()).isEqualTo("urn:bentoform:problem:already_exists");
    assertThat(invalid.pointers()).containsExactly("/uid");
    server.call("DELETE", TYPES + "/" + name);
  }

  @Test
  void a_cluster_that_is_deleted_while_a_secret_is_made_in_it_is_unknown() throws Exception {
    create();
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<Answer> secret =
          server
              .database()
              .inTransaction(
                  execute -> {
                    execute.delete("DELETE FROM cluster WHERE name = ?", name);
                    Future<Answer> waiting = threads.submit(this::createSecret);
                    awaitLock();
                    return waiting;
                  });

      assertThat(secret.get().status()).isEqualTo(400);
      assertThat(secret.get().at("/type").asText()).endsWith(":unknown_cluster");
    }
  }

  private Answer createSecret() {
    return server.call(
        "POST",
        "/api/v1/org_secrets?cluster=" + name,
        "{\"name\": \"one\", \"content\": {\"items\": [{\"key\": \"A\", \"value\": \"1\"}]}}");
  }

  /** Waits until the insert stands behind the delete. */
  private void awaitLock() {
    try {
      Eventually.holds(
          "the insert waits for the delete",
          () ->
              server
                  .database()
                  .read(
                      execute ->
                          execute
                              .get(
                                  "SELECT id FROM information_schema.processlist"
                                      + " WHERE id <> CONNECTION_ID()"
                                      + " AND info LIKE 'INSERT INTO secret (%' LIMIT 1")
                              .isPresent()));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void the_catalogue_says_what_an_instance_type_is() {
    JsonNode types = server.call("GET", TYPES + "?cluster=").json();
    JsonNode gpu = types.get(STANDARD.indexOf("gpu.l4.1"));

    assertThat(gpu.at("/name").asText()).isEqualTo("gpu.l4.1");
    assertThat(gpu.at("/resource_type").asText()).isEqualTo("resource_instance");
    assertThat(gpu.at("/uid").asText()).hasSize(24);
    assertThat(gpu.at("/config/group").asText()).isEqualTo("gpu");
    assertThat(gpu.at("/config/price").asText()).isEqualTo("*");
    assertThat(gpu.at("/config/resources/requests/cpu").asText()).isEqualTo("4000m");
    assertThat(gpu.at("/config/resources/limits/memory").asText()).isEqualTo("16Gi");
    assertThat(gpu.at("/config/resources/requests/gpu").asText()).isEqualTo("1");
    assertThat(gpu.at("/config/gpu_config/type").asText()).isEqualTo("nvidia-l4");
    assertThat(gpu.at("/config/node_selectors").isObject()).isTrue();
  }

  @Test
  void a_new_cluster_begins_with_the_standard_instance_types_and_is_not_the_first() {
    Answer created = create();

    assertThat(created.status()).isEqualTo(200);
    assertThat(created.at("/is_first").asBoolean()).isFalse();
    assertThat(created.at("/description").asText()).isEqualTo("for tests");
    assertThat(created.texts("/resource_instances", "name")).isEqualTo(STANDARD);
    assertThat(server.call("GET", CLUSTERS).texts("/items", "name")).contains("default", name);
    assertThat(names()).isEqualTo(STANDARD);
  }

  @Test
  void a_cluster_can_be_described_anew() {
    create();

    Answer changed = server.call("PATCH", CLUSTERS + "/" + name, "{\"description\": \"other\"}");

    assertThat(changed.at("/description").asText()).isEqualTo("other");
    assertThat(server.call("GET", CLUSTERS + "/" + name).at("/description").asText())
        .isEqualTo("other");
    assertThat(server.call("PATCH", CLUSTERS + "/" + name, "{\"name\": \"new\"}").pointers())
        .containsExactly("/name");
  }

  @Test
  void another_cluster_or_instance_type_of_the_name_is_neither_changed_nor_deleted() {
    create();
    String other = "expected_uid=" + "0".repeat(24);
    String type = "/api/v1/instance_types/cpu.1?cluster=" + name;
    String uid = server.call("GET", type).at("/uid").asText();

    for (String address : List.of(CLUSTERS + "/" + name + "?" + other, type + "&" + other)) {
      for (Answer refused :
          List.of(
              server.call("PATCH", address, "{\"description\": \"new\"}"),
              server.call("DELETE", address))) {
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.at("/type").asText()).endsWith(":another_object");
      }
    }
    assertThat(server.call("DELETE", type + "&expected_uid=" + uid).status()).isEqualTo(200);
    assertThat(server.call("GET", type).status()).isEqualTo(404);
  }

  @Test
  void what_cannot_be_changed_and_what_is_unknown_is_refused_and_not_passed_over() {
    create();
    String type = TYPES + "/cpu.1?cluster=" + name;

    Answer renamed = server.call("PATCH", CLUSTERS + "/" + name, "{\"name\": \"other\"}");
    assertThat(renamed.status()).isEqualTo(422);
    assertThat(renamed.pointers()).containsExactly("/name");
    assertThat(renamed.at("/detail").asText()).contains("cannot be changed");
    Answer unknown = server.call("PATCH", CLUSTERS + "/" + name, "{\"descripton\": \"typo\"}");
    assertThat(unknown.pointers()).containsExactly("/descripton");
    assertThat(unknown.at("/detail").asText()).contains("description, engine, name");
    assertThat(server.call("PATCH", type, "{\"name\": \"cpu.other\"}").pointers())
        .containsExactly("/name");
    assertThat(server.call("PATCH", type, "{\"gpuType\": \"nvidia-l4\"}").pointers())
        .containsExactly("/gpuType");

    assertThat(
            server
                .call("PATCH", CLUSTERS + "/" + name, "{\"name\": \"%s\"}".formatted(name))
                .status())
        .isEqualTo(200);
    assertThat(server.call("GET", CLUSTERS).texts("/items", "name")).doesNotContain("other");
    assertThat(names()).isEqualTo(STANDARD);
  }

  @Test
  void a_name_is_taken_once_and_must_be_a_label() {
    create();

    assertThat(create().status()).isEqualTo(409);
    assertThat(server.call("POST", CLUSTERS, "{\"name\": \"Not_A_Label\"}").pointers())
        .containsExactly("/name");
    assertThat(server.call("POST", CLUSTERS, "{}").pointers()).containsExactly("/name");
    assertThat(server.call("PATCH", CLUSTERS + "/no-such", "{}").status()).isEqualTo(404);
    assertThat(server.call("DELETE", CLUSTERS + "/no-such").status()).isEqualTo(404);
  }

  @Test
  void a_cluster_with_a_secret_in_it_stays_until_the_secret_is_gone() {
    create();
    server.call(
        "POST",
        "/api/v1/org_secrets?cluster=" + name,
        "{\"name\": \"one\", \"content\": {\"items\": [{\"key\": \"A\", \"value\": \"1\"}]}}");

    Answer refused = server.call("DELETE", CLUSTERS + "/" + name);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.at("/detail").asText()).contains("1 secret.");

    server.call("DELETE", "/api/v1/org_secrets/one?cluster=" + name);
    assertThat(server.call("DELETE", CLUSTERS + "/" + name).status()).isEqualTo(200);
    assertThat(server.call("GET", CLUSTERS + "/" + name).status()).isEqualTo(404);
  }

  @Test
  void the_first_cluster_cannot_be_deleted() {
    Answer refused = server.call("DELETE", CLUSTERS + "/default");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.at("/type").asText()).endsWith("first_cluster");
  }

  @Test
  void instance_types_are_added_changed_and_removed_in_one_cluster_alone() {
    create();

    Answer added =
        server.call(
            "POST",
            TYPES + "?cluster=" + name,
            """
            {"name": "gpu.h100.2", "description": "two of them", "price": "4.20", "cpu": "16",
             "memory": "200Gi", "gpu": "2", "gpu_type": "nvidia-h100", "gpu_memory": "80Gi"}
            """);
    assertThat(added.status()).as(added.body()).isEqualTo(200);
    assertThat(added.at("/config/gpu_config/memory").asText()).isEqualTo("80Gi");
    assertThat(added.at("/config/price").asText()).isEqualTo("4.20");
    assertThat(names()).contains("gpu.h100.2");
    assertThat(server.call("GET", TYPES).texts("", "name")).doesNotContain("gpu.h100.2");

    Answer changed =
        server.call("PATCH", TYPES + "/gpu.h100.2?cluster=" + name, "{\"memory\": \"100Gi\"}");
    assertThat(changed.at("/config/resources/requests/memory").asText()).isEqualTo("100Gi");
    assertThat(changed.at("/config/resources/requests/cpu").asText()).isEqualTo("16");
    assertThat(changed.at("/description").asText()).isEqualTo("two of them");
    assertThat(
            server
                .call("PATCH", TYPES + "/gpu.h100.2?cluster=" + name, "{\"name\": \"new\"}")
                .pointers())
        .containsExactly("/name");

    assertThat(server.call("DELETE", TYPES + "/gpu.h100.2?cluster=" + name).status())
        .isEqualTo(200);
    assertThat(names()).isEqualTo(STANDARD);
    assertThat(server.call("DELETE", TYPES + "/gpu.h100.2?cluster=" + name).status())
        .isEqualTo(404);
  }

  @Test
  void an_instance_type_of_a_name_that_is_taken_is_refused() {
    create();

    assertThat(
            server
                .call(
                    "POST",
                    TYPES + "?cluster=" + name,
                    "{\"name\": \"cpu.1\", \"cpu\": \"1\", \"memory\": \"1Gi\"}")
                .status())
        .isEqualTo(409);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\": \"Big One\", \"cpu\": \"1\", \"memory\": \"1Gi\"} -> /name",
        "{\"name\": \"x\", \"memory\": \"1Gi\"} -> /cpu",
        "{\"name\": \"x\", \"cpu\": \"much\", \"memory\": \"1Gi\"} -> /cpu",
        "{\"name\": \"x\", \"cpu\": \"1\", \"memory\": \"1 GB\"} -> /memory",
        "{\"name\": \"x\", \"cpu\": \"1\", \"memory\": \"1Gi\", \"gpu\": \"1\"} -> /gpu_type",
        "{\"name\": \"x\", \"cpu\": \"1\", \"memory\": \"1Gi\", \"gpu_type\": \"t4\"} -> /gpu_type",
        "{\"name\": \"x\", \"cpu\": \"1\", \"memory\": \"1Gi\", \"gpu_memory\": \"1Gi\"} ->"
            + " /gpu_memory",
        "{\"name\": \"x\", \"cpu\": \"1\", \"memory\": \"1Gi\", \"price\": \"\"} -> /price"
      })
  void an_instance_type_that_makes_no_sense_is_refused(String line) {
    String[] parts = line.split(" -> ", 2);

    Answer refused = server.call("POST", TYPES, parts[0]);

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.pointers()).containsExactly(parts[1]);
  }

  @Test
  void only_an_administrator_changes_clusters_and_instance_types() {
    Caller other = Caller.ofNewUser(server, name);

    List<Answer> refused =
        List.of(
            other.call("POST", CLUSTERS, "{\"name\": \"%s\"}".formatted(name)),
            other.call("PATCH", CLUSTERS + "/default", "{\"description\": \"mine\"}"),
            other.call("DELETE", CLUSTERS + "/default"),
            other.call("POST", TYPES, "{\"name\": \"x\", \"cpu\": \"1\", \"memory\": \"1Gi\"}"),
            other.call("PATCH", TYPES + "/cpu.1", "{\"cpu\": \"64\"}"),
            other.call("DELETE", TYPES + "/cpu.1"));

    assertThat(refused)
        .allSatisfy(
            answer -> {
              assertThat(answer.status()).isEqualTo(403);
              assertThat(answer.at("/detail").asText()).contains("administrator");
            });
    assertThat(other.call("GET", CLUSTERS).status()).isEqualTo(200);
    assertThat(other.call("GET", TYPES).status()).isEqualTo(200);
  }

  @Test
  void a_user_sees_the_own_tokens_alone() {
    Caller other = Caller.ofNewUser(server, name);

    assertThat(other.call("GET", "/api/v1/api_tokens").texts("/items", "uid"))
        .containsExactly(other.uid());
    assertThat(server.call("GET", "/api/v1/api_tokens/" + other.uid()).status()).isEqualTo(404);
    assertThat(server.call("DELETE", "/api/v1/api_tokens/" + other.uid()).status()).isEqualTo(404);
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    server
        .call("GET", TYPES + "?cluster=" + name)
        .json()
        .forEach(type -> names.add(type.get("name").asText()));
    return names;
  }
}
