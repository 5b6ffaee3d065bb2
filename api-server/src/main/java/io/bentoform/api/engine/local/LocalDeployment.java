package io.bentoform.api.engine.local;

import io.bentoform.api.engine.Event;
import io.bentoform.api.engine.Observation;
import io.bentoform.api.engine.Progress;
import io.bentoform.api.engine.RolloutException;
import io.bentoform.api.engine.ServiceId;
import io.bentoform.api.engine.Specification;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One deployment on this machine: its services, its routes, its record. */
final class LocalDeployment {
  private static final System.Logger LOG = System.getLogger(LocalDeployment.class.getName());
  private static final long LOOK_MILLIS = 250;

  private final EngineContext context;
  private final LocalServices services = new LocalServices();
  private final Pods pods;
  private final Repairs turns = new Repairs();
  private final Semaphore look = new Semaphore(0);
  private volatile DeploymentRecord record;
  private volatile @Nullable String failure;
  private volatile @Nullable Thread changing;
  private volatile boolean closed;

  /** It was rolled out by an engine before this one, which gets its specification later. */
  private volatile boolean toBeApplied;

  private boolean unpublished;

  /** A deployment without replicas; it is reached after {@link #listen}. */
  LocalDeployment(EngineContext context, DeploymentRecord record) {
    this.context = context;
    this.record = record;
    this.pods = new Pods(record.name(), record.uid(), services::replicas, context.logs());
    this.toBeApplied = record.revision() != DeploymentRecord.NO_REVISION;
    record.wanted().keySet().forEach(id -> open(ServiceId.of(id)));
  }

  private LocalService open(ServiceId id) {
    Replicas replicas =
        new Replicas(
            context.gateway(),
            this::publish,
            context.launcher(),
            context.settings().gracefulStop());
    LocalService service =
        new LocalService(record.name(), id, replicas, context.launcher(), this::happened);
    services.put(service);
    return service;
  }

  private void happened(Event event) {
    context.events().record(record.uid(), event);
  }

  /**
   * Opens its address.
   *
   * @throws java.io.UncheckedIOException when the port is taken
   */
  void listen(int port) {
    record = record.withPort(port);
    publish();
  }

  private synchronized void publish() {
    if (!unpublished) {
      context
          .routes()
          .put(
              record.uid(),
              new ServiceRoutes(record, context.settings().endpoints(), context.sockets(), services)
                  .of(changing != null || toBeApplied));
    }
  }

  private synchronized void unpublish() {
    unpublished = true;
    context.routes().remove(record.uid());
  }

  /** Adopts replicas that a previous engine started. */
  void adopt(List<Replica> running) {
    for (LocalService service : services.all()) {
      service.adopt(
          running.stream().filter(replica -> replica.service().equals(service.id())).toList(),
          record.revision(),
          record.wanted().getOrDefault(service.id().text(), 0));
    }
  }

  /** Empty when the deployment was removed meanwhile. */
  Optional<URI> apply(Specification specification, Progress progress)
      throws RolloutException, InterruptedException {
    beginChange();
    try {
      if (closed) {
        return Optional.empty();
      }
      // Unprotected only when the new revision serves: when it fails, the old one stays protected.
      begin(specification);
      boolean proved = record.revision() == specification.revision();
      failure =
          new RolloutRunner(context, services, pods, this::open, this::happened, proved)
              .run(specification, progress, url())
              .orElse(null);
      save(rolledOut(specification));
      new Leftovers(context, record).removeFiles(services.targets());
      return Optional.of(url());
    } catch (IOException e) {
      throw failed(
          new RolloutException(
              RolloutException.Phase.START,
              "Deployment %s was not changed: its record cannot be written: %s. Check the disk."
                  .formatted(specification.name(), e.getMessage()),
              e));
    } catch (RolloutException e) {
      throw failed(e);
    } finally {
      new Leftovers(context, record).removeLogs(specification.revision(), pods.files());
      endChange();
    }
  }

  private void begin(Specification specification) throws IOException {
    save(
        new DeploymentRecord(
            record.uid(),
            specification.name(),
            record.revision(),
            record.port(),
            record.isProtected() || specification.protectedEndpoint(),
            specification.entry(),
            record.wanted()));
    publish();
  }

  private DeploymentRecord rolledOut(Specification specification) {
    return new DeploymentRecord(
        record.uid(),
        record.name(),
        specification.revision(),
        record.port(),
        specification.protectedEndpoint(),
        specification.entry(),
        services.wanted());
  }

  private RolloutException failed(RolloutException cause) {
    failure = cause.getMessage();
    return cause;
  }

  void stop() throws InterruptedException {
    beginChange();
    try {
      if (!closed) {
        endAll();
        save(record.stopped());
        failure = null;
        happened(Event.normal("Terminated", "All replicas have ended"));
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "A deployment record cannot be written", e);
    } finally {
      endChange();
    }
  }

  /** Disposes of the files of a removed deployment. */
  interface Disposal {
    void of(Path folder) throws IOException;
  }

  /** Ends all replicas and disposes of all files; can be repeated when it fails. */
  void remove(Disposal files) throws InterruptedException, IOException {
    beginChange();
    try {
      endAll();
      files.of(context.logs().folder(record.name(), record.uid()));
      context.logs().forget(record.name(), record.uid());
      context.contents().release(record.uid(), Set.of());
      files.of(context.state().folder(record.uid()));
      closed = true;
      unpublish();
      context.sockets().remove(record.uid(), record.entryId());
      for (LocalService service : services.all()) {
        context.sockets().remove(record.uid(), service.id());
      }
    } finally {
      endChange();
    }
  }

  /** Ends all replicas; the record stays, so that the next engine uses the same port. */
  void close() {
    closed = true;
    look.release();
    pods.gone();
    Thread change = changing;
    if (change != null) {
      change.interrupt();
    }
    try {
      turns.beginChange();
      try {
        services.all().forEach(service -> service.replicas().endAll());
      } finally {
        turns.endChange();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      unpublish();
    }
  }

  /** Repairs the services until the deployment is closed. */
  void watch() {
    while (!closed) {
      services.all().stream()
          .filter(LocalService::needsRepair)
          .forEach(service -> turns.repair(service, each -> each.repair(this::publish)));
      try {
        if (look.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
          look.drainPermits();
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /**
   * A request waits for a replica.
   *
   * @param service as its route names it
   * @param version the label of the version that the request chose
   */
  void wake(String service, String version) {
    services
        .find(traffic().routed(service, version))
        .filter(one -> one.wanted() == 0)
        .ifPresent(one -> scale(one, 1, "a request waits"));
  }

  String uid() {
    return record.uid();
  }

  /** Its requests, as the gateway sees them. */
  DeploymentTraffic traffic() {
    return new DeploymentTraffic(record, services, context.gateway());
  }

  /** Its services whose number of replicas follows the demand. */
  List<ScaledService> scaled() {
    if (closed || pods.anyStands()) {
      return List.of();
    }
    List<ScaledService> scaled = new ArrayList<>();
    for (LocalService service : services.all()) {
      service
          .specification()
          .ifPresent(wanted -> scaled.add(new ScaledService(this, service, wanted.scaling())));
    }
    return scaled;
  }

  void scale(LocalService service, int replicas, String why) {
    service.scale(replicas, why);
    try {
      save(record.withReplicas(services.wanted()));
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "A deployment record cannot be written", e);
    }
    look.release();
  }

  /** The Python environments of its replicas. */
  List<Path> environments() {
    return services.targets().stream().map(target -> target.release().environment()).toList();
  }

  Observation observe() {
    List<Replica> answering = services.answering();
    OptionalInt running = answering.stream().mapToInt(Replica::revision).max();
    OptionalInt rolledOut =
        services.targets().stream()
            .mapToInt(target -> target.specification().revision())
            .findFirst();
    return new Observation(
        running.isPresent() ? running : rolledOut,
        answering.size(),
        services.sum(LocalService::expected),
        Optional.of(url()),
        services.failure().or(() -> Optional.ofNullable(failure)),
        pods.anyStands());
  }

  Pods pods() {
    return pods;
  }

  private void endAll() {
    pods.gone();
    services.restAll();
  }

  SocketAddress inside() {
    return UnixDomainSocketAddress.of(context.sockets().of(record.uid(), record.entryId()));
  }

  private URI url() {
    return context.settings().url(record.name(), record.port());
  }

  private synchronized void save(DeploymentRecord next) throws IOException {
    context.state().save(next);
    record = next;
  }

  private void beginChange() throws InterruptedException {
    turns.beginChange();
    changing = Thread.currentThread();
  }

  private void endChange() {
    changing = null;
    toBeApplied = false;
    publish();
    turns.endChange();
  }
}
