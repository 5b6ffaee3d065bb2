package io.bentoform.api.engine.local;

import io.bentoform.api.engine.Pod;
import io.bentoform.api.engine.Progress;
import io.bentoform.api.engine.RolloutException;
import io.bentoform.api.engine.Sources;
import io.bentoform.api.engine.Specification;
import io.bentoform.api.engine.Strategy;
import io.bentoform.api.engine.local.python.BuildLog;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** Rolls out a specification with replicas, and updates pods and logs. */
final class RolloutRunner {
  private final EngineContext context;
  private final Replicas replicas;
  private final Pods pods;
  private final ReplicaSupervisor supervisor;

  RolloutRunner(EngineContext context, Replicas replicas, Pods pods, ReplicaSupervisor supervisor) {
    this.context = context;
    this.replicas = replicas;
    this.pods = pods;
    this.supervisor = supervisor;
  }

  /** Returns a notice for users, if any, when it succeeds. */
  Optional<String> run(Specification specification, Progress progress, URI url)
      throws RolloutException, InterruptedException, IOException {
    return switch (specification.sources()) {
      case Sources.Archive archive -> roll(specification, progress);
      case Sources.Project project -> {
        progress.deploying();
        progress.listening(url);
        yield open(specification, project);
      }
    };
  }

  private Optional<String> roll(Specification specification, Progress progress)
      throws RolloutException, InterruptedException, IOException {
    String name = specification.name();
    BuildLog log = context.logs().build(specification);
    pods.building(specification.revision(), log);
    Pod.Phase end = Pod.Phase.FAILED;
    try {
      progress.building();
      PreparedRelease release = context.preparer().prepare(specification, log);
      progress.deploying();
      log.say("Starting %d replicas of %s".formatted(specification.replicas(), name));
      replace(specification, release);
      log.say("All replicas of %s are ready".formatted(name));
      end = Pod.Phase.SUCCEEDED;
      return release.note();
    } finally {
      pods.built(end);
    }
  }

  /** A codespace is up even when its service does not start: a change of a file may fix it. */
  private Optional<String> open(Specification specification, Sources.Project project)
      throws InterruptedException, IOException {
    String name = specification.name();
    BuildLog log = context.logs().codespace(specification);
    pods.standing(specification.revision(), log);
    try {
      if (!project.isComplete()) {
        supervisor.rest();
        replicas.end(replicas.all());
        return told(log, "Codespace " + name + " waits for the files of its project.");
      }
      PreparedRelease release = context.preparer().prepare(specification, log);
      log.say("Starting codespace " + name);
      replace(specification, release);
      log.say("Codespace " + name + " is ready");
      return release.note();
    } catch (RolloutException e) {
      return told(log, e.getMessage() + " It is retried when files change.");
    }
  }

  private static Optional<String> told(BuildLog log, String line) throws IOException {
    log.say(line);
    return Optional.of(line);
  }

  private void replace(Specification specification, PreparedRelease release)
      throws RolloutException, InterruptedException {
    if (specification.strategy() == Strategy.RECREATE) {
      // The old replicas end, and must not be restarted when the new ones fail.
      supervisor.rest();
    }
    new Rollout(replicas, context.launcher(), specification, release).run();
    supervisor.hold(specification, release);
  }
}
