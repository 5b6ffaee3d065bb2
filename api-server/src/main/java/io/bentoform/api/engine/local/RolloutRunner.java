package io.bentoform.api.engine.local;

import io.bentoform.api.engine.Event;
import io.bentoform.api.engine.Pod;
import io.bentoform.api.engine.Progress;
import io.bentoform.api.engine.RolloutException;
import io.bentoform.api.engine.ServiceId;
import io.bentoform.api.engine.ServiceSpecification;
import io.bentoform.api.engine.Sources;
import io.bentoform.api.engine.Specification;
import io.bentoform.api.engine.local.python.BuildLog;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Rolls out a specification, service after service, and updates pods and logs. */
final class RolloutRunner {
  private static final System.Logger LOG = System.getLogger(RolloutRunner.class.getName());

  private final EngineContext context;
  private final LocalServices services;
  private final Pods pods;
  private final Function<ServiceId, LocalService> open;
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
      Function<ServiceId, LocalService> open,
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
      case Sources.Archive archive -> {
        progress.listening(url);
        yield roll(specification, progress);
      }
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
      List<Target> targets = new ArrayList<>();
      for (Specification version : specification.versions()) {
        targets.add(new Target(version, context.preparer().prepare(version, log)));
      }
      progress.deploying();
      log.say("Starting the replicas of " + name);
      replaceOrRestore(targets, log);
      log.say("All replicas of %s are ready".formatted(name));
      end = Pod.Phase.SUCCEEDED;
      return notes(targets);
    } finally {
      pods.built(end);
    }
  }

  private static Optional<String> notes(List<Target> targets) {
    String notes =
        targets.stream()
            .flatMap(target -> target.release().note().stream())
            .distinct()
            .collect(Collectors.joining(" "));
    return notes.isEmpty() ? Optional.empty() : Optional.of(notes);
  }

  /** A codespace is up even when its service does not start: a change of a file may fix it. */
  private Optional<String> open(Specification specification, Sources.Project project)
      throws InterruptedException, IOException {
    String name = specification.name();
    BuildLog log = context.logs().codespace(specification);
    pods.standing(specification.revision(), log);
    try {
      if (!project.isComplete()) {
        services.restAll();
        return told(log, "Codespace " + name + " waits for the files of its project.");
      }
      PreparedRelease release = context.preparer().prepare(specification, log);
      log.say("Starting codespace " + name);
      services.all().forEach(LocalService::rest);
      replace(List.of(new Target(specification, release)), log);
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

  private void replaceOrRestore(List<Target> targets, BuildLog log)
      throws RolloutException, InterruptedException, IOException {
    List<Target> before = services.targets();
    try {
      replace(targets, log);
    } catch (RolloutException e) {
      if (!before.isEmpty()) {
        restore(before, log);
      }
      throw e;
    }
  }

  private void replace(List<Target> targets, BuildLog log)
      throws RolloutException, InterruptedException, IOException {
    for (Target target : targets) {
      for (ServiceSpecification wanted : target.specification().services()) {
        LocalService service = service(target.id(wanted));
        int count = count(wanted, service);
        log.say("Service %s: %s".formatted(service.id().text(), LocalService.replicas(count)));
        service.roll(target, count);
      }
    }
    endOthers(targets);
  }

  private LocalService service(ServiceId id) {
    return services.find(id).orElseGet(() -> open.apply(id));
  }

  /** At least one, unless this revision has run before. */
  private int count(ServiceSpecification wanted, LocalService service) {
    return wanted.scaling().clamp(proved ? service.wanted() : Math.max(1, service.wanted()));
  }

  /** Services that these targets do not have. */
  private void endOthers(List<Target> targets) {
    Set<ServiceId> kept = new HashSet<>();
    for (Target target : targets) {
      target.specification().services().forEach(service -> kept.add(target.id(service)));
    }
    for (LocalService service : services.all()) {
      if (!kept.contains(service.id())) {
        service.rest();
        service.replicas().endAll();
      }
    }
    services.retainOnly(kept);
  }

  /** After a failure: all services go back to what ran before. */
  private void restore(List<Target> before, BuildLog log) throws InterruptedException, IOException {
    int revision = before.getFirst().specification().revision();
    log.say("Revision %d is restored".formatted(revision));
    events.accept(Event.warning("Restored", "Revision %d runs again".formatted(revision)));
    for (Target target : before) {
      for (ServiceSpecification wanted : target.specification().services()) {
        LocalService service = service(target.id(wanted));
        try {
          service.roll(target, wanted.scaling().clamp(service.wanted()));
        } catch (RolloutException e) {
          LOG.log(System.Logger.Level.WARNING, "Not restored: {0}", e.getMessage());
        }
      }
    }
    endOthers(before);
  }
}
