package io.bentoform.api.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bentoform.api.Answer;
import io.bentoform.api.Eventually;
import io.bentoform.api.TestServer;
import io.bentoform.api.deployment.BentoUpload;
import io.bentoform.api.engine.SampleBento;
import io.bentoform.api.engine.contract.Client;
import io.bentoform.api.engine.kubernetes.AccountAccess;
import io.bentoform.api.engine.kubernetes.ClusterNames;
import io.bentoform.api.http.Json;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clusters of a server that are the cluster which {@code KUBECONFIG} names, beside the local one:
 * {@code mvn verify -pl api-server -Pkubernetes}. {@code -Dkubernetes.image} is an image with
 * Python and {@code uv}, {@code -Dkubernetes.host} an address of this machine that pods reach, and
 * {@code SSL_CERT_FILE} what their builds trust.
 */
@Tag("kubernetes")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubernetesClusterTest {
  private static final String CLUSTERS = "/api/v1/clusters";
  private static final String DEPLOYMENTS = "/api/v2/deployments";
  private static final String IMAGE = System.getProperty("kubernetes.image", "localhost/python:1");
  private static final String GATEWAY_IMAGE = System.getProperty("kubernetes.gateway-image", "");
  private static final int NODE_PORT = 31_889;
  private static final Duration BUILD = Duration.ofMinutes(6);

  private final String prefix = "bentoform-" + UUID.randomUUID().toString().substring(0, 8) + "-";
  private final List<String> namespaces = new CopyOnWriteArrayList<>();
  private final KubernetesClient admin = new KubernetesClientBuilder().build();
  private final Path data;
  private TestServer server;

  KubernetesClusterTest(@TempDir Path data) {
    this.data = data;
    this.server = start();
  }

  private TestServer start() {
    return TestServer.with(data, "--host", System.getProperty("kubernetes.host", "127.0.0.1"));
  }

  @AfterAll
  void end() {
    server.close();
    namespaces.forEach(name -> admin.namespaces().withName(name).delete());
    admin.close();
  }

  /** Two clusters must not share a namespace. */
  private String namespace(String cluster) {
    String name = prefix + cluster;
    admin
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                .endMetadata()
                .build())
        .create();
    namespaces.add(name);
    return name;
  }

  private Answer create(String name, String kubeconfig, String inNamespace) throws IOException {
    return create(name, kubeconfig, inNamespace, Json.MAPPER.createObjectNode());
  }

  private Answer create(String name, String kubeconfig, String inNamespace, ObjectNode more)
      throws IOException {
    ObjectNode body = Json.MAPPER.createObjectNode().put("name", name);
    ObjectNode engine =
        body.putObject("engine")
            .put("type", "kubernetes")
            .put("image", IMAGE)
            .put("namespace", inNamespace)
            .put("kubeconfig", kubeconfig);
    Optional<String> certificates = Optional.ofNullable(System.getenv("SSL_CERT_FILE"));
    if (certificates.isPresent()) {
      engine.put("certificates", Files.readString(Path.of(certificates.get())));
    }
    engine.setAll(more);
    return server.call("POST", CLUSTERS, body.toString());
  }

  private static String kubeconfig() throws IOException {
    return Files.readString(Path.of(System.getenv("KUBECONFIG")));
  }

  /** Of an account that may look at pods and do nothing else. */
  private String restricted(String namespace) {
    admin
        .resource(
            new ServiceAccountBuilder().withNewMetadata().withName("viewer").endMetadata().build())
        .inNamespace(namespace)
        .create();
    admin
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withName("viewer")
                .endMetadata()
                .addNewRule()
                .withApiGroups("")
                .withResources("pods")
                .withVerbs("get", "list", "watch")
                .endRule()
                .build())
        .inNamespace(namespace)
        .create();
    admin
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withName("viewer")
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", "viewer")
                .addNewSubject("", "ServiceAccount", "viewer", namespace)
                .build())
        .inNamespace(namespace)
        .create();
    return AccountAccess.kubeconfig(admin, namespace, "viewer");
  }

  private static String condition(Answer deployment, String type) {
    for (JsonNode condition : deployment.at("/conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return condition.path("message").asText();
      }
    }
    return "";
  }

  private Answer deployment(String cluster, String name) {
    return server.call("GET", DEPLOYMENTS + "/" + name + "?cluster=" + cluster);
  }

  private void awaitStatus(String cluster, String name, String status) throws Exception {
    Eventually.holds(
        name + " is " + status,
        BUILD,
        () -> deployment(cluster, name).at("/status").asText().equals(status));
  }

  private String answer(Client client, String cluster, String name) throws Exception {
    URI url = URI.create(deployment(cluster, name).at("/urls/0").asText());
    HttpResponse<String> answer = client.post(url, "variable", "{\"name\": \"GREETING\"}");
    return answer.statusCode() + " " + answer.body();
  }

  private static String body(String name) {
    return """
    {"name": "%s", "bento": "sample:v1", "envs": [{"name": "GREETING", "value": "hello"}],
     "services": {"Sample": {"scaling": {"min_replicas": 1, "max_replicas": 1}}}}
    """
        .formatted(name);
  }

  @Test
  void a_cluster_tells_its_version_and_that_nothing_is_missing() throws Exception {
    Answer created = create("healthy", kubeconfig(), namespace("healthy"));

    assertThat(created.at("/health/reachable").asBoolean()).as(created.body()).isTrue();
    assertThat(created.at("/health/version").asText()).startsWith("v1.");
    assertThat(created.at("/health/missing_permissions")).isEmpty();
    assertThat(created.at("/health/message").asText()).isEmpty();
  }

  @Test
  void a_namespace_that_is_missing_is_told() throws Exception {
    Answer created = create("lost", kubeconfig(), prefix + "nowhere");

    assertThat(created.at("/health/message").asText()).contains("has no namespace " + prefix);
  }

  @Test
  void a_token_that_is_not_valid_is_told_and_work_goes_on_with_another_one() throws Exception {
    BentoUpload.push(server, SampleBento.shared());
    String wrong = kubeconfig().replaceAll("token: \\S+?([}\\s])", "token: wrong$1");

    Answer created = create("strange", wrong, namespace("strange"));
    server.call("POST", DEPLOYMENTS + "?cluster=strange", body("later"));

    assertThat(created.at("/health/reachable").asBoolean()).isFalse();
    assertThat(created.at("/health/message").asText()).contains("refuses the credentials");
    Eventually.holds(
        "the deployment says so",
        () ->
            condition(deployment("strange", "later"), "EngineReachable")
                .contains("refuses the credentials"));
    ObjectNode fixed = Json.MAPPER.createObjectNode();
    fixed.putObject("engine").put("kubeconfig", kubeconfig());
    Answer updated = server.call("PATCH", CLUSTERS + "/strange", fixed.toString());

    assertThat(updated.at("/health/reachable").asBoolean()).as(updated.body()).isTrue();
    awaitStatus("strange", "later", "running");
    assertThat(condition(deployment("strange", "later"), "EngineReachable")).isEmpty();
    server.call("DELETE", DEPLOYMENTS + "/later?cluster=strange");
    Eventually.holds("it is gone", BUILD, () -> deployment("strange", "later").status() == 404);
  }

  @Test
  void what_an_account_may_not_do_is_told_by_the_cluster_and_by_its_deployments() throws Exception {
    BentoUpload.push(server, SampleBento.shared());
    String namespace = namespace("viewed");
    Answer created = create("viewed", restricted(namespace), namespace);
    server.call("POST", DEPLOYMENTS + "?cluster=viewed", body("waiting"));

    List<String> missing = created.texts("/health/missing_permissions", "");
    assertThat(created.at("/health/reachable").asBoolean()).as(created.body()).isTrue();
    assertThat(missing).contains("create deployments.apps", "get pods/log", "create secrets");
    assertThat(missing).doesNotContain("list pods");
    Eventually.holds(
        "the deployment says so",
        () ->
            condition(deployment("viewed", "waiting"), "EngineReachable")
                .contains("create deployments.apps"));
  }

  @Test
  void a_deployment_of_the_cluster_runs_beside_one_of_this_machine_and_outlives_a_restart()
      throws Exception {
    BentoUpload.push(server, SampleBento.shared());
    String namespace = namespace("pods");
    create("pods", kubeconfig(), namespace);
    String hello = Client.fingerprint("hello");
    try (Client client = new Client()) {
      server.call("POST", DEPLOYMENTS, body("here"));
      Answer created = server.call("POST", DEPLOYMENTS + "?cluster=pods", body("there"));
      assertThat(created.status()).as(created.body()).isEqualTo(200);

      awaitStatus("pods", "there", "running");
      awaitStatus("default", "here", "running");
      assertThat(answer(client, "pods", "there")).isEqualTo("200 " + hello);
      assertThat(answer(client, "default", "here")).isEqualTo("200 " + hello);
      String pod = pods(namespace);

      server.close();
      server = start();
      Eventually.holds(
          "it answers again", BUILD, () -> answers(client, "pods", "there", "200 " + hello));
      assertThat(pods(namespace)).isEqualTo(pod);

      server.call("DELETE", DEPLOYMENTS + "/there?cluster=pods");
      Eventually.holds("nothing is left", BUILD, () -> pods(namespace).isEmpty());
    }
  }

  @Test
  void a_deployment_is_served_by_its_host_name_through_gateways_in_pods_of_the_cluster()
      throws Exception {
    assumeThat(GATEWAY_IMAGE).isNotEmpty();
    BentoUpload.push(server, SampleBento.shared());
    String namespace = namespace("gateways");
    ObjectNode more = Json.MAPPER.createObjectNode().put("endpoint_domain", ClusterNames.DOMAIN);
    more.putObject("gateway")
        .put("image", GATEWAY_IMAGE)
        .put("service_type", "NodePort")
        .put("node_port", NODE_PORT);
    Answer created = create("gateways", kubeconfig(), namespace, more);
    assertThat(created.at("/health/missing_permissions")).as(created.body()).isEmpty();
    try (Client client = new Client()) {
      server.call(
          "POST",
          DEPLOYMENTS + "?cluster=gateways",
          body("far").replaceFirst("\\{", "{\"access_authorization\": true, "));

      awaitStatus("gateways", "far", "running");
      URI url = URI.create(deployment("gateways", "far").at("/urls/0").asText());
      assertThat(url.getHost()).endsWith("." + ClusterNames.DOMAIN);
      assertThat(url.getPort()).isEqualTo(NODE_PORT);
      Eventually.holds("it answers", BUILD, () -> status(client, url, server.token()) == 200);
      assertThat(status(client, url, "unknown")).isEqualTo(401);

      server.call("PATCH", CLUSTERS + "/gateways", "{\"engine\": {\"gateway\": {}}}");
      Eventually.holds(
          "the gateways are gone",
          BUILD,
          () -> policies(namespace) == 0 && !pods(namespace).contains("gateway"));
      server.call("DELETE", DEPLOYMENTS + "/far?cluster=gateways");
      Eventually.holds("it is gone", BUILD, () -> deployment("gateways", "far").status() == 404);
    }
  }

  /** Of a call with an API token; 0 while nothing can be called. */
  private static int status(Client client, URI url, String token) throws InterruptedException {
    try {
      return client
          .post(url, "variable", "{\"name\": \"GREETING\"}", "Authorization", "Bearer " + token)
          .statusCode();
    } catch (IOException e) {
      return 0;
    }
  }

  private boolean answers(Client client, String cluster, String name, String expected)
      throws InterruptedException {
    try {
      return answer(client, cluster, name).equals(expected);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      return false;
    }
  }

  private int policies(String namespace) {
    return admin.network().networkPolicies().inNamespace(namespace).list().getItems().size();
  }

  private String pods(String namespace) {
    return admin.pods().inNamespace(namespace).list().getItems().stream()
        .map(pod -> pod.getMetadata().getName())
        .sorted()
        .collect(Collectors.joining(" "));
  }
}
