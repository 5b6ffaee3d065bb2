package io.bentoform.api.engine.local;

import io.bentoform.api.engine.Event;
import io.bentoform.api.engine.Pod;
import io.bentoform.api.engine.Progress;
import io.bentoform.api.engine.RolloutException;
import io.bentoform.api.engine.ServiceSpecification;
import io.bentoform.api.engine.Sources;
import io.bentoform.api.engine.Specification;
import io.bentoform.api.engine.local.python.BuildLog;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rolls out a specification, service after service, and updates pods and logs. */
final class RolloutRunner {
  private static final System.Logger LOG = System.getLogger(RolloutRunner.class.getName());

  private final EngineContext context;
  private final LocalServices services;
  private final Pods pods;
  private final Function<String, LocalService> open;
  private final Consumer<Event> events;
  private final boolean proved;

  /**
   * A rollout of one deployment.
   *
   * @param open makes a service that the deployment does not have yet
   * @param proved whether this revision was rolled out before: then it need not be proved again
   */
  RolloutRunner(
      EngineContext context,
      LocalServices services,
      Pods pods,
      Function<String, LocalService> open,
      Consumer<Event> events,
      boolean proved) {
    this.context = context;
    this.services = services;
    this.pods = pods;
    this.open = open;
    this.events = events;
    this.proved = proved;
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
      events.accept(
          Event.normal(
              "Building",
              "The environment of bento %s is made for revision %d"
                  .formatted(specification.bento(), specification.revision())));
      PreparedRelease release = context.preparer().prepare(specification, log);
      progress.deploying();
      log.say("Starting the replicas of " + name);
      replaceOrRestore(new Target(specification, release), log);
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
        services.all().forEach(LocalService::rest);
        services.all().forEach(service -> service.replicas().end(service.replicas().all()));
        return told(log, "Codespace " + name + " waits for the files of its project.");
      }
      PreparedRelease release = context.preparer().prepare(specification, log);
      log.say("Starting codespace " + name);
      services.all().forEach(LocalService::rest);
      replace(new Target(specification, release), log);
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

  private void replaceOrRestore(Target target, BuildLog log)
      throws RolloutException, InterruptedException, IOException {
    @Nullable Target before = services.target();
    try {
      replace(target, log);
    } catch (RolloutException e) {
      if (before != null) {
        restore(before, log);
      }
      throw e;
    }
  }

  private void replace(Target target, BuildLog log)
      throws RolloutException, InterruptedException, IOException {
    for (ServiceSpecification wanted : target.specification().services()) {
      LocalService service =
          services.find(wanted.name()).orElseGet(() -> open.apply(wanted.name()));
      int count = count(wanted, service);
      log.say("Service %s: %d replicas".formatted(wanted.name(), count));
      service.roll(target, count);
    }
    endOthers(target.specification());
  }

  /** At least one, unless this revision has run before. */
  private int count(ServiceSpecification wanted, LocalService service) {
    return wanted.scaling().clamp(proved ? service.wanted() : Math.max(1, service.wanted()));
  }

  /** Services that this revision does not have. */
  private void endOthers(Specification specification) {
    for (LocalService service : services.all()) {
      if (!specification.serviceNames().contains(service.name())) {
        service.rest();
        service.replicas().end(service.replicas().all());
      }
    }
    services.retainOnly(specification.serviceNames());
  }

  /** After a failure: all services go back to what ran before. */
  private void restore(Target before, BuildLog log) throws InterruptedException, IOException {
    int revision = before.specification().revision();
    log.say("Revision %d is restored".formatted(revision));
    events.accept(Event.warning("Restored", "Revision %d runs again".formatted(revision)));
    for (ServiceSpecification wanted : before.specification().services()) {
      LocalService service =
          services.find(wanted.name()).orElseGet(() -> open.apply(wanted.name()));
      try {
        service.roll(before, wanted.scaling().clamp(service.wanted()));
      } catch (RolloutException e) {
        LOG.log(System.Logger.Level.WARNING, "Not restored: {0}", e.getMessage());
      }
    }
    endOthers(before.specification());
  }
}
