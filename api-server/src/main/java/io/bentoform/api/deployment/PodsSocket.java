package io.bentoform.api.deployment;

import io.bentoform.api.access.Access;
import io.bentoform.api.cluster.Cluster;
import io.bentoform.api.cluster.ClusterStore;
import io.bentoform.api.engine.Engines;
import io.bentoform.api.engine.Pod;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.wire.PodsFrame;
import io.helidon.websocket.WsSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The pods of a deployment ({@code /ws/v2/deployments/NAME/pods}): a frame at once, and one
 * whenever they change. Or those of the deployments of a bento ({@code
 * /ws/v1/clusters/CLUSTER/pods}): one frame.
 */
final class PodsSocket extends DeploymentSocket {
  static final String OF_DEPLOYMENT = "/ws/v2/deployments/{name}/pods";
  static final String OF_BENTO = "/ws/v1/clusters/{cluster}/pods";

  private static final String REPOSITORY = "yatai.ai/bento-repository";
  private static final String VERSION = "yatai.ai/bento";
  private static final Duration SOON = Duration.ofMillis(200);
  private static final Duration LATER = Duration.ofSeconds(1);

  /** The client reads one frame and asks again after 10 s, when a build may be over. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final Deployments deployments;
  private final Engines engines;

  PodsSocket(
      Access guard,
      ClusterStore clusters,
      OpenSockets open,
      Deployments deployments,
      Engines engines) {
    super(guard, clusters, open);
    this.deployments = deployments;
    this.engines = engines;
  }

  @Override
  public void onOpen(WsSession session) {
    start(session);
  }

  @Override
  void stream(WsSession session) throws InterruptedException {
    long patience = System.nanoTime() + PATIENCE.toNanos();
    @Nullable List<PodsFrame.Pod> told = null;
    while (isOpen(session)) {
      List<Shown> shown = deployments().stream().map(one -> new Shown(one, pods(one))).toList();
      List<PodsFrame.Pod> pods = pods(shown);
      boolean worthWaiting = told == null && isAwaited(shown) && System.nanoTime() < patience;
      if (!worthWaiting && !pods.equals(told)) {
        send(session, PodsFrame.of(pods));
        told = pods;
        if (isReadOnce()) {
          return;
        }
      }
      Thread.sleep(told == null ? SOON : LATER);
    }
  }

  /**
   * Of a bento the client reads one frame and closes. Its library then reads on from what it
   * closed, and takes bytes of a later connection: an end that comes with the frame spares it that.
   */
  private boolean isReadOnce() {
    return segment(1).equals("v1");
  }

  private List<Pod> pods(Deployment deployment) {
    return engines.of(deployment.cluster().uid()).pods(deployment.uid());
  }

  private record Shown(Deployment deployment, List<Pod> pods) {}

  private List<Deployment> deployments() {
    if (segment(1).equals("v2")) {
      return List.of(deployments.named(cluster(parameter("cluster")), segment(3)));
    }
    Map<String, String> selector = selector(parameter("selector").orElse(""));
    String repository = selector.get(REPOSITORY);
    String version = selector.get(VERSION);
    if (repository == null || version == null) {
      throw ProblemException.badRequest(
          "bad_selector", "The selector must be " + REPOSITORY + "=NAME," + VERSION + "=VERSION.");
    }
    Cluster cluster = cluster(Optional.of(segment(3)));
    return deployments.ofBento(principal(), cluster, repository + ":" + version);
  }

  private static Map<String, String> selector(String text) {
    Map<String, String> selector = new HashMap<>();
    for (String one : text.split(",", -1)) {
      int equals = one.indexOf('=');
      if (equals > 0) {
        selector.put(one.substring(0, equals), one.substring(equals + 1));
      }
    }
    return selector;
  }

  /** Whether a requested build is about to begin. */
  private static boolean isAwaited(List<Shown> shown) {
    return shown.stream()
        .filter(one -> one.deployment().status().isRollingOut())
        .anyMatch(one -> one.pods().stream().noneMatch(PodsSocket::isBuilding));
  }

  private static boolean isBuilding(Pod pod) {
    return pod.role() == Pod.Role.IMAGE_BUILDER && pod.phase() == Pod.Phase.RUNNING;
  }

  private static List<PodsFrame.Pod> pods(List<Shown> shown) {
    List<PodsFrame.Pod> pods = new ArrayList<>();
    for (Shown one : shown) {
      for (Pod pod : one.pods()) {
        // The client takes the first builder that it finds, so completed ones are not shown.
        if (pod.role() != Pod.Role.IMAGE_BUILDER || isBuilding(pod)) {
          pods.add(frame(one.deployment(), pod));
        }
      }
    }
    return pods;
  }

  private static PodsFrame.Pod frame(Deployment deployment, Pod pod) {
    boolean builder = pod.role() == Pod.Role.IMAGE_BUILDER;
    Map<String, String> labels =
        builder
            ? Map.of("yatai.ai/is-bento-image-builder", "true")
            : Map.of("yatai.ai/bento-function-component-type", "api-server");
    String phase = pod.phase().word();
    return new PodsFrame.Pod(
        pod.name(),
        deployment.cluster().namespace(),
        labels,
        new PodsFrame.PodStatus(phase, ""),
        new PodsFrame.Status(phase, pod.phase() == Pod.Phase.RUNNING),
        builder ? "image-builder" : deployment.name());
  }

  @Override
  Object error(String message) {
    return PodsFrame.error(message);
  }
}
