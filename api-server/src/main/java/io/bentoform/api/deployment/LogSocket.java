package io.bentoform.api.deployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.bentoform.api.access.Access;
import io.bentoform.api.cluster.ClusterStore;
import io.bentoform.api.engine.Engine;
import io.bentoform.api.engine.PodLog;
import io.bentoform.api.http.Json;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.wire.LogFrame;
import io.helidon.websocket.WsSession;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The log of a pod ({@code /ws/v1/clusters/CLUSTER/tail}): begins after the request of the client,
 * ends with {@code EOF} at the end of the log.
 */
final class LogSocket extends DeploymentSocket {
  static final String PATH = "/ws/v1/clusters/{cluster}/tail";
  private static final Duration WAIT = Duration.ofSeconds(1);
  private static final int LINES = 50;
  private static final int MAX_LINES = 10_000;

  private final Deployments deployments;
  private final Engine engine;
  private LogFrame.@Nullable Options options;

  LogSocket(
      Access guard,
      ClusterStore clusters,
      OpenSockets open,
      Deployments deployments,
      Engine engine) {
    super(guard, clusters, open);
    this.deployments = deployments;
    this.engine = engine;
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
    // The name of a pod is DEPLOYMENT-REVISION-PART.
    String deployment = pod.replaceFirst("-[0-9]+-[a-z0-9]+$", "");
    String uid = deployments.named(cluster(Optional.of(segment(3))), deployment).uid();
    return engine
        .log(uid, pod, lines)
        .orElseThrow(() -> ProblemException.notFound("Pod " + pod + " no longer exists."));
  }

  @Override
  Object error(String message) {
    return LogFrame.error(message);
  }
}
