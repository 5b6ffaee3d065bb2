package io.bentoform.api.engine.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bentoform.api.Answer;
import io.bentoform.api.Eventually;
import io.bentoform.api.ServerGroup;
import io.bentoform.api.ServerProcess;
import io.bentoform.api.TestServer;
import io.bentoform.api.deployment.BentoUpload;
import io.bentoform.api.engine.SampleBento;
import io.bentoform.api.engine.contract.Client;
import io.bentoform.api.http.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two servers and a third one, which is killed and started again all the time, run the deployments
 * of one cluster, which change at random: {@code -Dkubernetes.deployments} (12) for {@code
 * -Dkubernetes.seconds} (90). One deployment is called all the time. The gateway runs in pods.
 */
@Tag("kubernetes")
final class KubernetesServersTest {
  private static final int DEPLOYMENTS = Integer.getInteger("kubernetes.deployments", 12);
  private static final Duration CHANGING =
      Duration.ofSeconds(Integer.getInteger("kubernetes.seconds", 90));
  private static final Duration SETTLED = Duration.ofMinutes(15);
  private static final Duration LONGEST_LIFE = Duration.ofSeconds(12);
  private static final int NODE_PORT = 31_886;
  private static final int CALLERS = 3;

  /** How many deployments are called at the end: each call starts a pod. */
  private static final int ASKED = 12;

  private static final String PATH = "/api/v2/deployments";
  private static final String STEADY = "steady";
  private static final String CALL = "{\"name\": \"VALUE\"}";

  private final TestCluster cluster = new TestCluster();
  private final ServerGroup group;
  private final List<TestServer> servers;
  private final Client client = new Client();
  private final long seed = System.nanoTime();

  /** What each deployment was asked for last; empty for one that is to be terminated. */
  private final Map<String, String> asked = new HashMap<>();

  KubernetesServersTest(@TempDir Path folder) throws Exception {
    group = ServerGroup.in(folder, TestCluster.HOST);
    servers = List.of(TestServer.of(group, "one"), TestServer.of(group, "two"));
  }

  @AfterEach
  void close() {
    client.close();
    servers.forEach(TestServer::close);
    group.close();
    cluster.close();
  }

  private TestServer any(Random random) {
    return servers.get(random.nextInt(servers.size()));
  }

  private static Answer succeeded(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer;
  }

  private static String path(String name) {
    return PATH + "/" + name + "?cluster=pods";
  }

  private static String body(String name, String value, int replicas) {
    return """
    {"name": "%s", "bento": "sample:v1", "envs": [{"name": "VALUE", "value": "%s"}],
     "services": {"Sample": {"scaling": {"min_replicas": %d, "max_replicas": 1}}}}
    """
        .formatted(name, value, replicas);
  }

  private void create(TestServer server, String name, String value, int replicas) {
    succeeded(server.call("POST", PATH + "?cluster=pods", body(name, value, replicas)));
  }

  private Answer deployment(TestServer server, String name) {
    return server.call("GET", path(name));
  }

  @Test
  void every_deployment_ends_as_it_was_last_asked_for_and_no_request_is_lost() throws Exception {
    assumeTrue(EngineStage.isInPods(), "the gateway runs in pods");
    begin();
    URI url = URI.create(deployment(servers.getFirst(), STEADY).at("/urls/0").asText());
    Eventually.holds("it is served", () -> isAnswered(url));
    AtomicBoolean stop = new AtomicBoolean();
    CountDownLatch ended = new CountDownLatch(1);
    List<Future<List<String>>> callers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CALLERS; i++) {
        callers.add(threads.submit(() -> client.callUntil(stop, url, "variable", CALL)));
      }
      Future<Integer> starts = threads.submit(() -> killAndStart(ended));
      try {
        change();
        ended.countDown();
        System.out.printf("the third server was started %d times, seed %d%n", starts.get(), seed);
        for (String name : asked.keySet()) {
          Eventually.holds(name + " is as it was last asked for", SETTLED, () -> isAsAsked(name));
        }
      } finally {
        ended.countDown();
        stop.set(true);
      }
    }
    for (Future<List<String>> caller : callers) {
      assertThat(caller.get()).isNotEmpty().allMatch(answer -> answer.startsWith("200 "));
    }
    answerTheirValues();
    Set<String> uids = uids();
    Eventually.holds("nothing else has objects", () -> uids.containsAll(cluster.uids()));
  }

  private void begin() throws Exception {
    TestServer server = servers.getFirst();
    BentoUpload.push(server, SampleBento.shared());
    ObjectNode body = Json.MAPPER.createObjectNode().put("name", "pods");
    ObjectNode engine = cluster.engine();
    engine.put("endpoint_domain", ClusterNames.DOMAIN);
    engine
        .putObject("gateway")
        .put("image", System.getProperty("kubernetes.gateway-image"))
        .put("service_type", "NodePort")
        .put("node_port", NODE_PORT);
    body.set("engine", engine.put("server_url", server.url()));
    succeeded(server.call("POST", "/api/v1/clusters", body.toString()));
    create(server, STEADY, "0", 1);
    asked.put(STEADY, "0");
    Eventually.holds("it runs", SETTLED, () -> isAsAsked(STEADY));
    for (int i = 0; i < DEPLOYMENTS; i++) {
      String name = "d" + i;
      create(server, name, "0", 0);
      asked.put(name, "0");
    }
  }

  private boolean isAnswered(URI url) throws InterruptedException {
    try {
      return client.post(url, "variable", CALL).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** One change after the other, each at any of the two servers that stay. */
  private void change() throws Exception {
    Random random = new Random(seed);
    long end = System.nanoTime() + CHANGING.toNanos();
    for (int value = 1; System.nanoTime() < end; value++) {
      String name = "d" + random.nextInt(DEPLOYMENTS);
      switch (random.nextInt(6)) {
        case 0 -> {
          succeeded(any(random).call("POST", PATH + "/" + name + "/terminate?cluster=pods"));
          asked.put(name, "");
        }
        case 1 -> {
          succeeded(any(random).call("DELETE", path(name)));
          TestServer server = any(random);
          Eventually.holds(
              name + " is gone", SETTLED, () -> deployment(server, name).status() == 404);
          create(server, name, "" + value, 0);
          asked.put(name, "" + value);
        }
        default -> {
          succeeded(any(random).call("PUT", path(name), body(name, "" + value, 0)));
          asked.put(name, "" + value);
        }
      }
    }
  }

  /** How often it was started. */
  private int killAndStart(CountDownLatch ended) throws Exception {
    Random random = new Random(seed);
    int starts = 0;
    while (true) {
      ServerProcess third = ServerProcess.of(group, "three");
      starts++;
      boolean over = ended.await(random.nextLong(LONGEST_LIFE.toMillis()), TimeUnit.MILLISECONDS);
      third.kill();
      if (over) {
        return starts;
      }
    }
  }

  private String lastOf(String name) {
    return asked.getOrDefault(name, "");
  }

  private boolean isAsAsked(String name) {
    String value = lastOf(name);
    return servers.stream()
        .map(server -> deployment(server, name))
        .allMatch(
            seen ->
                value.isEmpty()
                    ? seen.at("/status").asText().equals("terminated")
                    : Set.of("running", "scaled-to-zero").contains(seen.at("/status").asText())
                        && seen.at("/observed_revision").asInt() == seen.at("/revision").asInt()
                        && seen.at("/latest_revision/targets/0/config/envs/0/value")
                            .asText()
                            .equals(value));
  }

  private void answerTheirValues() throws Exception {
    List<String> names =
        asked.keySet().stream().filter(name -> !lastOf(name).isEmpty()).limit(ASKED).toList();
    for (String name : names) {
      URI url = URI.create(deployment(servers.getLast(), name).at("/urls/0").asText());
      Eventually.holds(
          name + " answers its last value",
          () -> client.ask(url, "variable", "VALUE").equals(Client.fingerprint(lastOf(name))));
    }
  }

  /** Of all deployments; one that was terminated keeps what a start needs. */
  private Set<String> uids() {
    Set<String> uids = new TreeSet<>();
    for (String name : asked.keySet()) {
      uids.add(deployment(servers.getFirst(), name).at("/uid").asText());
    }
    return uids;
  }
}
