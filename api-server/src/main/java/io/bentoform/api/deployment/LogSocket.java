package io.bentoform.api.deployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.bentoform.api.access.Access;
import io.bentoform.api.cluster.Cluster;
import io.bentoform.api.cluster.ClusterStore;
import io.bentoform.api.engine.Engines;
import io.bentoform.api.engine.PodLog;
import io.bentoform.api.http.Json;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.wire.LogFrame;
import io.helidon.websocket.WsSession;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The log of a pod ({@code /ws/v1/clusters/CLUSTER/tail}): begins after the request of the client,
 * ends with {@code EOF} at the end of the log.
 */
final class LogSocket extends DeploymentSocket {
  private static final Pattern REVISION = Pattern.compile("-[0-9]+(?=-)");

  static final String PATH = "/ws/v1/clusters/{cluster}/tail";
  private static final Duration WAIT = Duration.ofSeconds(1);
  private static final int LINES = 50;
  private static final int MAX_LINES = 10_000;

  private final Deployments deployments;
  private final Engines engines;
  private LogFrame.@Nullable Options options;

  LogSocket(
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
  public void onMessage(WsSession session, String text, boolean last) {
    heard();
    LogFrame.@Nullable Options wanted = options(text);
    if (options == null && wanted != null) {
      options = wanted;
      start(session);
    }
  }

  /** The request in a message; null for heartbeats and other messages. */
  private static LogFrame.@Nullable Options options(String text) {
    try {
      LogFrame.@Nullable Request request = Json.MAPPER.readValue(text, LogFrame.Request.class);
      return request == null ? null : request.payload();
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  @Override
  void stream(WsSession session) throws IOException, InterruptedException {
    LogFrame.Options wanted = options == null ? new LogFrame.Options(true, LINES) : options;
    int lines = wanted.tailLines() == null ? LINES : Math.min(MAX_LINES, wanted.tailLines());
    boolean follow = !Boolean.FALSE.equals(wanted.follow());
    try (PodLog log = open(lines)) {
      Optional<String> text = log.next(Duration.ZERO);
      while (isOpen(session) && text.isPresent() && (follow || !text.get().isEmpty())) {
        if (!text.get().isEmpty()) {
          send(session, LogFrame.append(text.get()));
        }
        text = log.next(follow ? WAIT : Duration.ZERO);
      }
    }
    if (isOpen(session)) {
      send(session, LogFrame.end());
    }
  }

  private PodLog open(int lines) throws IOException {
    String pod = parameter("pod_name").orElse("");
    Cluster cluster = cluster(Optional.of(segment(3)));
    List<String> names = deploymentsOf(pod);
    for (String name : names) {
      Optional<Deployment> deployment = deployments.find(cluster, name);
      if (deployment.isPresent()) {
        Optional<PodLog> log = engines.of(cluster.uid()).log(deployment.get().uid(), pod, lines);
        if (log.isPresent()) {
          return log.get();
        }
      }
    }
    // Says which deployment does not exist, where that is why.
    deployments.named(cluster, names.isEmpty() ? pod : names.getFirst());
    throw ProblemException.notFound("Pod " + pod + " no longer exists.");
  }

  /**
   * The deployments that a pod can be of, whose name is DEPLOYMENT-REVISION-PART; a part and the
   * name of a deployment may have hyphens and digits too.
   */
  private static List<String> deploymentsOf(String pod) {
    List<String> names = new ArrayList<>();
    Matcher revision = REVISION.matcher(pod);
    while (revision.find()) {
      names.addFirst(pod.substring(0, revision.start()));
    }
    return names;
  }

  @Override
  Object error(String message) {
    return LogFrame.error(message);
  }
}
