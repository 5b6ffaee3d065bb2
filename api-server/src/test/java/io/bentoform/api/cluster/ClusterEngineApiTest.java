package io.bentoform.api.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bentoform.api.Answer;
import io.bentoform.api.LogLines;
import io.bentoform.api.TestServer;
import io.bentoform.api.db.Columns;
import io.bentoform.api.http.Json;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine of a cluster: its settings, what is kept secret of them, and its health. */
class ClusterEngineApiTest {
  private static final String CLUSTERS = "/api/v1/clusters";
  private static final String IMAGE = "example/python:1";

  private final TestServer server = TestServer.shared();
  private final String name = "e-" + UUID.randomUUID().toString().substring(0, 18);
  private final String token = "token-" + UUID.randomUUID();
  private final String password = "password-" + UUID.randomUUID();

  @AfterEach
  void delete() {
    server.call("DELETE", CLUSTERS + "/" + name);
  }

  private Answer create(JsonNode engine) {
    ObjectNode body = Json.MAPPER.createObjectNode().put("name", name);
    body.set("engine", engine);
    return server.call("POST", CLUSTERS, body.toString());
  }

  private Answer update(JsonNode engine) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.set("engine", engine);
    return server.call("PATCH", CLUSTERS + "/" + name, body.toString());
  }

  private static ObjectNode json(String text) {
    try {
      return (ObjectNode) Json.MAPPER.readTree(text.replace('\'', '"'));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private ObjectNode kubernetes() {
    return json("{'type': 'kubernetes', 'image': '%s'}".formatted(IMAGE))
        .put("kubeconfig", SampleKubeconfig.of(SampleKubeconfig.NOWHERE, token));
  }

  private String ask(String sql) {
    return server
        .database()
        .read(
            execute ->
                execute
                    .query(sql.replace("NAME", "'" + name + "'"))
                    .map(row -> Columns.text(row, "x"))
                    .toList()
                    .toString());
  }

  @Test
  void a_cluster_of_which_nothing_is_said_runs_on_the_machine_of_the_server() {
    Answer cluster = server.call("GET", CLUSTERS + "/default");

    assertThat(cluster.at("/engine/type").asText()).isEqualTo("local");
    assertThat(cluster.at("/engine/namespace").isNull()).isTrue();
    assertThat(cluster.at("/health/reachable").asBoolean()).isTrue();
    assertThat(cluster.at("/health/message").asText()).contains("--engine none");
  }

  @Test
  void a_kubernetes_engine_is_shown_with_its_defaults() {
    Answer created = create(kubernetes());

    assertThat(created.status()).as(created.body()).isEqualTo(200);
    assertThat(created.at("/engine/type").asText()).isEqualTo("kubernetes");
    assertThat(created.at("/engine/credentials").asText()).isEqualTo("kubeconfig");
    assertThat(created.at("/engine/namespace").asText()).isEqualTo("bentoform");
    assertThat(created.at("/engine/image").asText()).isEqualTo(IMAGE);
    assertThat(created.at("/engine/storage")).isEqualTo(json("{'claim': null, 'none': true}"));
    assertThat(created.at("/kube_config").asText()).isEmpty();
  }

  @Test
  void the_list_of_clusters_tells_the_engine_of_each() {
    create(kubernetes());

    Answer list = server.call("GET", CLUSTERS);

    for (JsonNode cluster : list.at("/items")) {
      if (cluster.at("/name").asText().equals(name)) {
        assertThat(cluster.at("/engine/image").asText()).isEqualTo(IMAGE);
      }
      assertThat(cluster.at("/engine/type").asText()).isIn("local", "kubernetes");
      assertThat(cluster.has("health")).isFalse();
    }
    assertThat(list.texts("/items", "name")).contains(name);
  }

  @Test
  void all_settings_are_kept_and_shown() {
    ObjectNode engine =
        kubernetes()
            .setAll(
                json(
                    """
                    {'context': 'main', 'namespace': 'models', 'endpoint_domain': 'm.example.org',
                     'endpoint_port': 8443, 'storage': {'claim': 'environments'},
                     'node_selector': {'example.org/gpu': 'l4'}, 'server_url': 'http://api:3000/',
                     'tolerations': [{'key': 'gpu', 'value': 'yes', 'effect': 'NoSchedule'},
                                     {'operator': 'Exists'}],
                     'build_environment': {'PIP_INDEX_URL': 'https://u:x@example.org'}}
                    """));

    Answer created = create(engine);

    assertThat(created.status()).as(created.body()).isEqualTo(200);
    JsonNode shown = server.call("GET", CLUSTERS + "/" + name).at("/engine");
    assertThat(shown)
        .isEqualTo(
            json(
                """
                {'type': 'kubernetes', 'credentials': 'kubeconfig', 'context': 'main',
                 'namespace': 'models', 'image': '%s', 'endpoint_domain': 'm.example.org',
                 'endpoint_port': 8443, 'storage': {'claim': 'environments', 'none': false},
                 'node_selector': {'example.org/gpu': 'l4'},
                 'tolerations': [{'key': 'gpu', 'operator': 'Equal', 'value': 'yes',
                                  'effect': 'NoSchedule'},
                                 {'key': '', 'operator': 'Exists', 'value': '', 'effect': ''}],
                 'certificates': '', 'build_environment': ['PIP_INDEX_URL'],
                 'server_url': 'http://api:3000', 'gateway': null}
                """
                    .formatted(IMAGE)));
  }

  @Test
  void
      neither_the_kubeconfig_nor_a_value_of_a_variable_is_in_an_answer_the_audit_a_log_or_the_database() {
    ObjectNode engine = kubernetes();
    engine.set("build_environment", json("{'PIP_INDEX_URL': '%s'}".formatted(password)));
    String bodies;
    List<String> logged;
    try (LogLines log = LogLines.ofAll()) {
      bodies =
          create(engine).body()
              + server.call("GET", CLUSTERS + "/" + name).body()
              + server.call("GET", CLUSTERS).body()
              + update(engine.put("namespace", "other")).body()
              + server.call("GET", "/api/v1/audit?q=name:" + name).body();
      logged = log.lines();
    }
    String rows =
        ask(
            """
            SELECT CONCAT_WS(' ', c.engine_settings, v.name, CAST(v.sealed AS CHAR)) AS x
            FROM cluster c JOIN cluster_engine_value v ON v.cluster_id = c.id WHERE c.name = NAME
            """);

    assertThat(bodies).contains("cluster.configure", "PIP_INDEX_URL");
    assertThat(rows).contains("kubeconfig", "build_environment/PIP_INDEX_URL");
    assertThat(bodies + rows + logged).doesNotContain(token, password, "current-context");
  }

  @Test
  void the_audit_names_what_was_changed() {
    create(kubernetes());
    update(json("{'namespace': 'other', 'storage': {'claim': 'c'}}"));

    JsonNode record =
        server.call("GET", "/api/v1/audit?q=name:" + name + "&count=1").at("/items/0");

    assertThat(record.at("/action").asText()).isEqualTo("cluster.configure");
    assertThat(record.at("/detail/members").toString()).isEqualTo("[\"namespace\",\"storage\"]");
  }

  @Test
  void an_update_keeps_what_it_does_not_name_and_an_empty_text_removes() {
    create(kubernetes().put("endpoint_domain", "example.org").put("endpoint_port", 8444));

    Answer moved = update(json("{'namespace': 'other'}"));
    Answer inCluster =
        update(json("{'kubeconfig': '', 'endpoint_domain': '', 'endpoint_port': 0}"));

    assertThat(moved.at("/engine/credentials").asText()).isEqualTo("kubeconfig");
    assertThat(moved.at("/engine/endpoint_domain").asText()).isEqualTo("example.org");
    assertThat(moved.at("/engine/endpoint_port").asInt()).isEqualTo(8444);
    assertThat(inCluster.at("/engine/credentials").asText()).isEqualTo("in_cluster");
    assertThat(inCluster.at("/engine/endpoint_domain").asText()).isEmpty();
    assertThat(inCluster.at("/engine/endpoint_port").isNull()).isTrue();
    assertThat(inCluster.at("/engine/namespace").asText()).isEqualTo("other");
    assertThat(inCluster.at("/health/message").asText()).contains("no service account");
    assertThat(
            ask(
                "SELECT v.name AS x FROM cluster_engine_value v JOIN cluster c ON c.id ="
                    + " v.cluster_id WHERE c.name = NAME"))
        .isEqualTo("[]");
  }

  @Test
  void a_gateway_in_pods_is_shown_with_its_defaults_and_an_update_replaces_it_as_a_whole() {
    create(
        kubernetes()
            .put("endpoint_domain", "example.org")
            .set(
                "gateway", json("{'image': 'a', 'service_type': 'NodePort', 'node_port': 30001}")));

    Answer kept = update(json("{'namespace': 'other'}"));
    Answer replaced = update(json("{'gateway': {'image': 'b', 'replicas': 3}}"));
    Answer removed = update(json("{'gateway': {}}"));

    assertThat(kept.at("/engine/gateway"))
        .isEqualTo(
            json("{'image': 'a', 'replicas': 2, 'service_type': 'NodePort', 'node_port': 30001}"));
    assertThat(replaced.at("/engine/gateway"))
        .isEqualTo(
            json(
                "{'image': 'b', 'replicas': 3, 'service_type': 'LoadBalancer', 'node_port': null}"));
    assertThat(removed.at("/engine/gateway").isNull()).as(removed.body()).isTrue();
  }

  @Test
  void a_variable_without_a_value_keeps_the_one_that_it_has_and_others_go() {
    ObjectNode engine = kubernetes();
    engine.set("build_environment", json("{'A': '1', 'B': '2'}"));
    create(engine);

    Answer kept = update(json("{'build_environment': {'B': null}}"));
    Answer unknown = update(json("{'build_environment': {'C': null}}"));

    assertThat(kept.at("/engine/build_environment").toString()).isEqualTo("[\"B\"]");
    assertThat(unknown.pointers()).containsExactly("/engine/build_environment/C");
  }

  @Test
  void the_same_settings_again_change_nothing() {
    create(kubernetes());
    update(kubernetes());

    assertThat(ask("SELECT engine_version AS x FROM cluster WHERE name = NAME")).isEqualTo("[1]");
  }

  @Test
  void a_cluster_that_cannot_be_reached_says_so_without_a_stack_trace() {
    Answer created = create(kubernetes());

    assertThat(created.at("/health/reachable").asBoolean()).isFalse();
    assertThat(created.at("/health/version").asText()).isEmpty();
    assertThat(created.at("/health/message").asText())
        .isEqualTo("The cluster cannot be reached: its server refused the connection.");
  }

  @Test
  void a_deleted_cluster_leaves_no_sealed_value() {
    create(kubernetes());
    String before = ask("SELECT COUNT(*) AS x FROM cluster_engine_value");

    Answer gone = server.call("DELETE", CLUSTERS + "/" + name);

    assertThat(gone.status()).isEqualTo(200);
    assertThat(gone.at("/health").isNull()).isTrue();
    assertThat(ask("SELECT COUNT(*) AS x FROM cluster_engine_value")).isNotEqualTo(before);
  }

  @Test
  void a_value_that_is_moved_to_another_cluster_does_not_open() {
    create(kubernetes());
    String other = "o" + name.substring(1);
    server.call(
        "POST",
        CLUSTERS,
        Json.MAPPER.createObjectNode().put("name", other).set("engine", kubernetes()).toString());
    server
        .database()
        .inTransactionDo(
            execute ->
                execute.update(
                    """
                    UPDATE cluster_engine_value v JOIN cluster c ON c.id = v.cluster_id
                    SET v.sealed = (SELECT sealed FROM (SELECT w.sealed FROM cluster_engine_value w
                      JOIN cluster d ON d.id = w.cluster_id WHERE d.name = ?) AS other)
                    WHERE c.name = ?
                    """,
                    other,
                    name));

    assertThat(server.call("GET", CLUSTERS + "/" + name).status()).isEqualTo(500);
    server.call("DELETE", CLUSTERS + "/" + other);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {'type': 'slurm'}                                       | /engine/type
          {'type': 'local', 'image': 'x'}                         | /engine/image
          {'type': 'kubernetes'}                                  | /engine/image
          {'image': 'a b'}                                        | /engine/image
          {'namespace': 'Not_A_Label'}                            | /engine/namespace
          {'context': 'nowhere'}                                  | /engine/kubeconfig
          {'kubeconfig': '', 'context': 'main'}                   | /engine/context
          {'storage': {}}                                         | /engine/storage
          {'storage': {'claim': 'a', 'none': true}}               | /engine/storage
          {'storage': {'claim': 'A B'}}                           | /engine/storage/claim
          {'storage': {'storage_class': 'fast'}}                  | /engine/storage/storage_class
          {'registry': {'url': 'x'}}                              | /engine/registry
          {'endpoint_domain': '-'}                                | /engine/endpoint_domain
          {'endpoint_port': -1}                                   | /engine/endpoint_port
          {'node_selector': {'a/b': '?'}}                         | /engine/node_selector/a~1b
          {'tolerations': [{'key': 'a', 'operator': 'Like'}]}     | /engine/tolerations/0/operator
          {'tolerations': [{'operator': 'Equal', 'value': 'x'}]}  | /engine/tolerations/0/key
          {'tolerations': [{'key': 'a', 'operator': 'Equal'}]}    | /engine/tolerations/0/value
          {'tolerations': [{'key': 'a', 'effect': 'Later'}]}      | /engine/tolerations/0/effect
          {'certificates': 'x'}                                   | /engine/certificates
          {'certificates': '-----BEGIN PRIVATE KEY-----'}         | /engine/certificates
          {'server_url': 'https://user:password@example.org'}     | /engine/server_url
          {'server_url': 'ftp://example.org'}                     | /engine/server_url
          {'build_environment': {'1A': 'x'}}                      | /engine/build_environment/1A
          {'gateway': {'image': 'a'}}                             | /engine/endpoint_domain
          {'gateway': {'replicas': 3}}                            | /engine/gateway/image
          {'gateway': {'image': 'a b'}}                           | /engine/gateway/image
          {'gateway': {'image': 'a', 'replicas': 0}}              | /engine/gateway/replicas
          {'gateway': {'image': 'a', 'service_type': 'Ingress'}}  | /engine/gateway/service_type
          {'gateway': {'image': 'a', 'service_type': 'NodePort'}} | /engine/gateway/node_port
          {'gateway': {'image': 'a', 'node_port': 30001}}         | /engine/gateway/node_port
          {'type': 'local', 'gateway': {}}                        | /engine/gateway
          {'nodes': 1}                                            | /engine/nodes
          """)
  void what_cannot_be_honoured_is_refused_with_its_place(String engine, String pointer) {
    ObjectNode sent = json(engine);
    ObjectNode base = sent.has("type") ? json("{}") : kubernetes();

    Answer refused = create(base.setAll(sent));

    assertThat(refused.status()).as(refused.body()).isEqualTo(422);
    assertThat(refused.pointers()).contains(pointer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exec: {command: /bin/true, apiVersion: v1}",
        "auth-provider: {name: oidc}",
        "tokenFile: /etc/hostname",
        "client-certificate: /etc/hostname",
        "client-key-data: bm90IGEga2V5, client-certificate-data: bm90IGEga2V5"
      })
  void a_kubeconfig_must_bring_its_credentials_itself_and_is_never_quoted(String user) {
    Answer refused =
        create(
            kubernetes().put("kubeconfig", SampleKubeconfig.with(SampleKubeconfig.NOWHERE, user)));

    assertThat(refused.status()).as(refused.body()).isEqualTo(422);
    assertThat(refused.pointers()).containsExactly("/engine/kubeconfig");
    assertThat(refused.body()).doesNotContain("/bin/true", "oidc", "hostname", "bm90");
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret-word", "{secret-word: [", "secret-word: 1", "- secret-word"})
  void a_text_that_is_no_kubeconfig_is_refused_and_not_quoted(String text) {
    Answer refused = create(kubernetes().put("kubeconfig", text));

    assertThat(refused.status()).as(refused.body()).isEqualTo(422);
    assertThat(refused.pointers()).containsExactly("/engine/kubeconfig");
    assertThat(refused.body()).doesNotContain("secret-word");
  }

  @Test
  void only_an_administrator_changes_an_engine() {
    Answer token =
        server.call(
            "POST",
            "/api/v1/api_tokens",
            "{\"name\": \"%s\", \"scopes\": [\"read_organization\"]}".formatted(name));

    Answer refused =
        server.send(
            server
                .anonymous(CLUSTERS + "/default")
                .header("Content-Type", "application/json")
                .header("X-YATAI-API-TOKEN", token.at("/token").asText()),
            "PATCH",
            "{\"engine\": {\"type\": \"local\"}}"
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));

    assertThat(refused.status()).isEqualTo(403);
    server.call("DELETE", "/api/v1/api_tokens/" + token.at("/uid").asText());
  }
}
