package io.bentoform.api.engine.local;

import io.bentoform.api.engine.ConfiguredService;
import io.bentoform.api.engine.Engine;
import io.bentoform.api.engine.EventSink;
import io.bentoform.api.engine.Limitation;
import io.bentoform.api.engine.Notice;
import io.bentoform.api.engine.Observation;
import io.bentoform.api.engine.Pod;
import io.bentoform.api.engine.PodLog;
import io.bentoform.api.engine.Progress;
import io.bentoform.api.engine.RolloutException;
import io.bentoform.api.engine.ServiceTraffic;
import io.bentoform.api.engine.Specification;
import io.bentoform.api.engine.Unused;
import io.bentoform.api.engine.endpoint.RouteTable;
import io.bentoform.api.engine.local.content.ContentStore;
import io.bentoform.api.engine.local.process.ControlGroups;
import io.bentoform.api.engine.local.process.ProcessTag;
import io.bentoform.api.engine.local.process.ProcessTree;
import io.bentoform.api.engine.local.python.PythonEnvironments;
import io.bentoform.api.files.PrivateFiles;
import io.bentoform.api.files.Trash;
import io.bentoform.api.gateway.EndpointGuard;
import io.bentoform.api.gateway.Gateway;
import io.bentoform.api.scaling.Autoscaler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs deployments as processes of this machine: unpacks the bento, builds its Python environment,
 * starts a process for each replica of each service and routes requests to them through a gateway.
 * Its state is in its root folder; secrets are not, so a deployment whose replicas were adopted
 * from a killed server is only repaired after the next {@link #apply}.
 */
public final class LocalEngine implements Engine {
  private static final System.Logger LOG = System.getLogger(LocalEngine.class.getName());
  private static final Duration CLOSE_MARGIN = Duration.ofSeconds(20);

  private final LocalSettings settings;
  private final Trash trash;
  private final RootFolder root;
  private final ProcessTag tag;
  private final ReplicaHomes homes;
  private final PythonEnvironments environments;
  private final Gpus gpus;
  private final ControlGroups groups;
  private final LocalMachine machine;
  private final EngineContext context;
  private final Map<String, LocalDeployment> deployments = new ConcurrentHashMap<>();
  private final LogRotation rotation;
  private final Autoscaler autoscaler = new Autoscaler(this::scaled, InstantSource.system());
  private volatile boolean closed;

  /**
   * Opens the engine of a folder and adopts, or ends, what a previous engine left running.
   *
   * @param guard decides who may call protected endpoints
   * @param trash receives the files of abandoned deployments
   * @param events receives what happens to deployments
   * @throws UncheckedIOException with a message for users when the folder cannot be used
   */
  public LocalEngine(LocalSettings settings, EndpointGuard guard, Trash trash, EventSink events) {
    this.trash = trash;
    this.settings = settings;
    try {
      this.root = RootFolder.take(settings.root());
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
    this.tag = ProcessTag.engine(root.id());
    this.gpus = Gpus.of(settings.gpus(), events);
    this.groups = ControlGroups.open(root.id());
    this.machine = new LocalMachine(settings.sandbox(), gpus, groups);
    this.environments = new PythonEnvironments(settings, tag, System.getenv());
    try {
      this.homes = ReplicaHomes.of(settings.root(), root.id());
      this.context = context(guard, events);
      this.rotation = new LogRotation(context.logs());
      deployments.putAll(new Recovery(context, homes, groups, tag).run());
      environments.removeLeftovers();
    } catch (IOException e) {
      releaseRoot();
      throw new UncheckedIOException(e.getMessage(), e);
    } catch (InterruptedException e) {
      releaseRoot();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while adopting replicas", e);
    }
    deployments.values().forEach(LocalEngine::watch);
    rotation.start();
    autoscaler.start();
  }

  private List<ScaledService> scaled() {
    return deployments.values().stream()
        .flatMap(deployment -> deployment.scaled().stream())
        .toList();
  }

  private EngineContext context(EndpointGuard guard, EventSink events) throws IOException {
    StateFolder state = new StateFolder(settings.root());
    ReplicaLogs logs = new ReplicaLogs(settings.root(), settings.logs());
    ContentStore contents = new ContentStore(settings.root());
    ReleasePreparer preparer = new ReleasePreparer(contents, environments, state);
    ServiceSockets sockets = homes.serviceSockets();
    ServeCommand command = ServeCommand.in(settings.root(), sockets, settings.gracefulStop());
    Gateway gateway = Gateway.start(settings.gateway(), guard, this::wake);
    Launcher launcher =
        new Launcher(settings, tag, homes, state, logs, gateway, command, gpus, groups);
    RouteTable routes = new RouteTable(gateway);
    return new EngineContext(
        settings, events, gateway, routes, sockets, state, logs, contents, preparer, launcher);
  }

  private void wake(String deployment, String service, String version) {
    Optional.ofNullable(deployments.get(deployment))
        .ifPresent(found -> found.wake(service, version));
  }

  @Override
  public Optional<URI> apply(Specification specification, Progress progress)
      throws RolloutException, InterruptedException {
    Optional<URI> url = Optional.empty();
    while (url.isEmpty()) {
      if (closed) {
        throw new RolloutException(
            RolloutException.Phase.START,
            "Deployment %s was not changed: the server is stopping. Try again when it is running."
                .formatted(specification.name()));
      }
      url = deployment(specification).apply(specification, progress);
    }
    return url;
  }

  private LocalDeployment deployment(Specification specification) throws RolloutException {
    try {
      return deployments.computeIfAbsent(specification.uid(), uid -> open(specification));
    } catch (UncheckedIOException e) {
      throw new RolloutException(
          RolloutException.Phase.START,
          "Deployment %s got no port to listen on: %s."
              .formatted(specification.name(), e.getMessage()),
          e);
    }
  }

  private LocalDeployment open(Specification specification) {
    DeploymentRecord record =
        new DeploymentRecord(
            specification.uid(),
            specification.name(),
            DeploymentRecord.NO_REVISION,
            0,
            specification.protectedEndpoint(),
            specification.entry(),
            Map.of());
    LocalDeployment deployment = new LocalDeployment(context, record);
    settings.endpoints().open(deployment::listen);
    return watch(deployment);
  }

  private static LocalDeployment watch(LocalDeployment deployment) {
    Thread.ofVirtual().name("watch-deployment").start(deployment::watch);
    return deployment;
  }

  @Override
  public List<Limitation> check(List<ConfiguredService> services) {
    return machine.check(services);
  }

  @Override
  public List<Notice> notices() {
    return machine.notices();
  }

  @Override
  public List<Notice> notices(String deploymentUid) {
    return machine.notices(deploymentUid);
  }

  @Override
  public void remove(String deploymentUid) throws InterruptedException {
    end(deploymentUid, PrivateFiles::delete);
  }

  @Override
  public void abandon(String deploymentUid) throws InterruptedException {
    end(deploymentUid, trash::discard);
  }

  private void end(String deploymentUid, LocalDeployment.Disposal files)
      throws InterruptedException {
    LocalDeployment deployment = deployments.get(deploymentUid);
    if (deployment == null) {
      return;
    }
    try {
      deployment.remove(files);
      deployments.remove(deploymentUid, deployment);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Files of deployment " + deploymentUid + " could not be removed", e);
    }
  }

  @Override
  public void stop(String deploymentUid) throws InterruptedException {
    LocalDeployment deployment = deployments.get(deploymentUid);
    if (deployment != null) {
      deployment.stop();
    }
  }

  @Override
  public Observation observe(String deploymentUid) {
    LocalDeployment deployment = deployments.get(deploymentUid);
    return deployment == null ? Observation.nothing() : deployment.observe();
  }

  @Override
  public List<Pod> pods(String deploymentUid) {
    LocalDeployment deployment = deployments.get(deploymentUid);
    return deployment == null ? List.of() : deployment.pods().all();
  }

  @Override
  public Optional<PodLog> log(String deploymentUid, String pod, int lines) throws IOException {
    LocalDeployment deployment = deployments.get(deploymentUid);
    return deployment == null ? Optional.empty() : deployment.pods().log(pod, lines);
  }

  @Override
  public Optional<SocketAddress> inside(String deploymentUid) {
    return Optional.ofNullable(deployments.get(deploymentUid)).map(LocalDeployment::inside);
  }

  @Override
  public List<ServiceTraffic> traffic() {
    return context.gateway().metrics().services().stream()
        .flatMap(
            service ->
                Optional.ofNullable(deployments.get(service.deployment())).stream()
                    .map(deployment -> deployment.traffic().of(service)))
        .toList();
  }

  @Override
  public Set<String> known() {
    return new TreeSet<>(deployments.keySet());
  }

  @Override
  public void removeUnused(Unused kind, Instant before) {
    Set<Path> inUse = new HashSet<>();
    try {
      switch (kind) {
        case ENVIRONMENTS -> {
          deployments.values().forEach(each -> inUse.addAll(each.environments()));
          environments.removeUnused(before, inUse);
        }
        case LOGS -> {
          deployments.values().forEach(each -> inUse.addAll(each.pods().files()));
          context.logs().removeUnused(before, inUse);
        }
        case PACKAGES -> environments.removeUnusedPackages(before);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Unused %s could not be removed".formatted(kind.name().toLowerCase(Locale.ROOT)), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    rotation.close();
    autoscaler.close();
    List<Thread> closing = new ArrayList<>();
    for (LocalDeployment deployment : deployments.values()) {
      closing.add(Thread.ofVirtual().name("close-deployment").start(deployment::close));
    }
    boolean interrupted = awaitAll(closing, settings.gracefulStop().plus(CLOSE_MARGIN));
    // All remaining processes, such as builds, have the tag.
    new ProcessTree(null, tag).end(Duration.ZERO);
    try {
      homes.removeAll();
    } catch (IOException e) {
      LOG.log(
          System.Logger.Level.ERROR,
          "The private homes in {0} cannot be removed; remove them by hand, they may hold secrets",
          homes.folder());
    }
    context.gateway().close();
    groups.close();
    releaseRoot();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns true when interrupted; then it does not wait any longer. */
  private static boolean awaitAll(List<Thread> threads, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      for (Thread thread : threads) {
        long left = deadline - System.nanoTime();
        if (left > 0 && !thread.join(Duration.ofNanos(left))) {
          LOG.log(System.Logger.Level.WARNING, "A deployment did not end in time and is killed");
        }
      }
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }

  private void releaseRoot() {
    try {
      root.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "The engine's folder cannot be released", e);
    }
  }
}
