package io.bentoform.api;

import io.bentoform.api.access.Access;
import io.bentoform.api.access.AccessFilter;
import io.bentoform.api.access.AccessRoutes;
import io.bentoform.api.access.AccessStore;
import io.bentoform.api.access.Administrator;
import io.bentoform.api.access.LoginRoutes;
import io.bentoform.api.access.Principal;
import io.bentoform.api.access.RateLimit;
import io.bentoform.api.access.SessionStore;
import io.bentoform.api.access.Sessions;
import io.bentoform.api.access.TokenRoutes;
import io.bentoform.api.access.TokenStore;
import io.bentoform.api.access.Tokens;
import io.bentoform.api.archive.ArchiveKind;
import io.bentoform.api.audit.Audit;
import io.bentoform.api.audit.AuditLog;
import io.bentoform.api.audit.AuditRoutes;
import io.bentoform.api.bento.AbandonedUploads;
import io.bentoform.api.bento.ArchiveRoutes;
import io.bentoform.api.bento.ArchiveSweep;
import io.bentoform.api.bento.Archives;
import io.bentoform.api.bento.ArtifactDeletion;
import io.bentoform.api.bento.ArtifactRoutes;
import io.bentoform.api.bento.ArtifactUse;
import io.bentoform.api.bento.Artifacts;
import io.bentoform.api.bento.Bentos;
import io.bentoform.api.bento.DirectRoutes;
import io.bentoform.api.bento.DirectUploads;
import io.bentoform.api.bento.Uploads;
import io.bentoform.api.bento.store.ArchiveStore;
import io.bentoform.api.cluster.ClusterRoutes;
import io.bentoform.api.cluster.ClusterStore;
import io.bentoform.api.cluster.Clusters;
import io.bentoform.api.cluster.GatewayRoutes;
import io.bentoform.api.cluster.InstanceTypes;
import io.bentoform.api.codespace.CodespaceFiles;
import io.bentoform.api.codespace.CodespaceRoutes;
import io.bentoform.api.codespace.Projects;
import io.bentoform.api.console.SessionRoutes;
import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.db.Address;
import io.bentoform.api.db.Database;
import io.bentoform.api.db.EmbeddedMariaDb;
import io.bentoform.api.deployment.DeploymentChanges;
import io.bentoform.api.deployment.DeploymentCheck;
import io.bentoform.api.deployment.DeploymentEvents;
import io.bentoform.api.deployment.DeploymentHistory;
import io.bentoform.api.deployment.DeploymentRoutes;
import io.bentoform.api.deployment.DeploymentSockets;
import io.bentoform.api.deployment.Deployments;
import io.bentoform.api.deployment.ProxyRoutes;
import io.bentoform.api.deployment.RevisionRetention;
import io.bentoform.api.deployment.RevisionStore;
import io.bentoform.api.deployment.SecretUsers;
import io.bentoform.api.deployment.TrafficHistory;
import io.bentoform.api.engine.Engines;
import io.bentoform.api.engine.Notice;
import io.bentoform.api.engine.Unused;
import io.bentoform.api.files.Trash;
import io.bentoform.api.gateway.Urls;
import io.bentoform.api.rollout.EventWriter;
import io.bentoform.api.rollout.Reconciler;
import io.bentoform.api.rollout.RolloutStore;
import io.bentoform.api.rollout.Specifications;
import io.bentoform.api.secret.ComparisonRoutes;
import io.bentoform.api.secret.Comparisons;
import io.bentoform.api.secret.DataKeys;
import io.bentoform.api.secret.ImpactRoutes;
import io.bentoform.api.secret.Impacts;
import io.bentoform.api.secret.RootKeyBackup;
import io.bentoform.api.secret.RootKeyRoutes;
import io.bentoform.api.secret.SecretHistory;
import io.bentoform.api.secret.SecretLimits;
import io.bentoform.api.secret.SecretRetention;
import io.bentoform.api.secret.SecretRoutes;
import io.bentoform.api.secret.SecretTemplateRoutes;
import io.bentoform.api.secret.SecretUse;
import io.bentoform.api.secret.Secrets;
import io.bentoform.api.terraform.TerraformRoutes;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** The running server. {@link #start} wires its parts by constructor. */
public final class ApiServer implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ApiServer.class.getName());

  private final Clock clock = Clock.systemUTC();
  private final Audit audit = new Audit(clock);
  private final Settings settings;
  private final Closeables parts;
  private final Consumer<String> failed;
  private final Https https;
  private final Database database;
  private final ClusterStore clusters;
  private final List<HttpService> routes;
  private final WebServer web;
  private final Optional<Hidden> newToken;
  private final List<Notice> notices;

  private ApiServer(Settings settings, Closeables parts, Consumer<String> failed)
      throws IOException {
    this.failed = failed;
    this.settings = settings;
    this.parts = parts;
    DataFolder folder = parts.add(DataFolder.lock(settings.data()));
    this.https = parts.add(Https.open(settings, clock));
    this.database = parts.add(Database.open(databaseAddress(), settings.databasePoolSize()));
    this.clusters = new ClusterStore(database, clock);
    TokenStore tokenStore = new TokenStore(database);
    folder.requireInstallation(database);
    String id = folder.serverId();
    Trash trash = new Trash(folder.trash(), settings.retention().trash(), clock);
    this.newToken =
        new Administrator(new AccessStore(database, clock), tokenStore, clock, id)
            .ensure(tokenFile());
    clusters.bootstrap();
    Sessions sessions = new Sessions(database, new SessionStore(database), audit, clock);
    Access guard = new Access(tokenStore, sessions, clock);
    ServerKeys keys = ServerKeys.open(settings, database, clock);
    DataKeys dataKeys = keys.dataKeys();
    Secrets secrets = new Secrets(database, dataKeys, audit, clock);
    ArchiveStore store = parts.add(new ArchiveStores(settings, database, clock).open(trash));
    Archives archives = new Archives(store, settings.archiveLimits());
    Bentos bentos = new Bentos(store);

    EventWriter events = parts.add(new EventWriter(database, clock));
    EngineParts running =
        EngineParts.open(
            settings,
            https.certificate(),
            database,
            clusters,
            dataKeys::sealer,
            guard,
            trash,
            events,
            this::url,
            clock);
    Engines engines = parts.add(running.engines());
    this.notices = running.notices();
    Projects projects = new Projects(settings.data().resolve("codespaces"));
    Specifications specifications =
        new Specifications(database, bentos, secrets, clusters, projects);
    AbandonedUploads abandoned = new AbandonedUploads(database, archives, clock);
    abandoned.endThoseOf(id);
    ArchiveSweep sweep =
        parts.add(new ArchiveSweep(database, store, abandoned, specifications, trash, clock));
    Uploads uploads = new Uploads(database, archives, audit, clock, id, sweep::wake);
    RolloutStore rollouts =
        new RolloutStore(database, specifications, projects, clock, id, engines);
    Reconciler reconciler = parts.add(new Reconciler(engines, rollouts));
    Runnable wake = reconciler::wake;
    Deployments deployments = new Deployments(database, bentos, secrets, engines);
    DeploymentChanges changes =
        new DeploymentChanges(database, deployments, bentos, secrets, audit, clock, engines, wake);
    CodespaceFiles files =
        new CodespaceFiles(database, deployments, projects, engines, audit, clock, wake);

    DeploymentEvents deploymentEvents = new DeploymentEvents(database, deployments);
    TrafficHistory traffic = parts.add(new TrafficHistory(engines, database, deployments, clock));
    DeploymentSockets sockets = new DeploymentSockets(guard, clusters, deployments, engines);
    this.routes =
        Stream.of(
                accessRoutes(tokenStore, dataKeys, running),
                artifactRoutes(uploads, specifications),
                secretRoutes(secrets, dataKeys, new SecretUsers(new RevisionStore(bentos))),
                List.of(
                    new RootKeyRoutes(
                        new RootKeyBackup(database, audit, clock, keys.rootKey(), keys.location())),
                    new SessionRoutes(guard, sessions, database),
                    new DeploymentRoutes(
                        deployments,
                        changes,
                        new DeploymentHistory(database, bentos, deployments, changes, wake),
                        new DeploymentCheck(database, bentos, secrets, engines),
                        deploymentEvents,
                        traffic,
                        clusters),
                    new ArchiveRoutes(archives, running.tickets()),
                    new GatewayRoutes(
                        clusters, engines, running.tickets(), EngineFactory.endpointGuard(guard)),
                    new TerraformRoutes(secrets, deployments, clusters),
                    new CodespaceRoutes(files, clusters),
                    new ProxyRoutes(deployments, clusters, engines),
                    sockets))
            .flatMap(List::stream)
            .toList();
    AccessFilter filter = new AccessFilter(guard);
    this.web = HttpServer.start(settings, https, filter, routes, sockets.routing(), database);
    parts.add(web::stop);
    https.notices().forEach(notice -> LOG.warning(notice.message()));
    parts.add(housekeeping(engines, deploymentEvents, sessions)).start();
    sweep.start();
    traffic.start();
    reconciler.start();
  }

  /**
   * Starts all parts.
   *
   * @param parts receives each part as soon as it runs, so that a signal in between closes it
   * @param failed receives a message for users when the server cannot continue
   * @throws RuntimeException with a message for users when a part does not start; none is left
   *     running
   */
  static ApiServer start(Settings settings, Closeables parts, Consumer<String> failed) {
    try {
      return new ApiServer(settings, parts, failed);
    } catch (IOException e) {
      parts.close();
      throw new UncheckedIOException(
          "The data folder " + settings.data() + " cannot be used: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      parts.close();
      throw e;
    }
  }

  private Housekeeping housekeeping(Engines engines, DeploymentEvents events, Sessions sessions) {
    Retention kept = settings.retention();
    return new Housekeeping(
        List.of(
            new Housekeeping.Task(
                "audit records",
                () ->
                    database.inTransactionDo(
                        execute -> Audit.prune(execute, clock.instant().minus(kept.audit())))),
            new Housekeeping.Task(
                "deployment revisions",
                () -> new RevisionRetention(database).prune(kept.revisions())),
            new Housekeeping.Task("deployment events", events::prune),
            new Housekeeping.Task("sessions", sessions::prune),
            new Housekeeping.Task("callers", () -> RateLimit.prune(database)),
            new Housekeeping.Task(
                "secret revisions", () -> new SecretRetention(database).prune(kept.revisions())),
            new Housekeeping.Task(
                "Python environments",
                () -> removeUnused(engines, Unused.ENVIRONMENTS, kept.environments())),
            new Housekeeping.Task(
                "build and replica logs", () -> removeUnused(engines, Unused.LOGS, kept.logs())),
            new Housekeeping.Task(
                "downloaded packages",
                () -> removeUnused(engines, Unused.PACKAGES, kept.packages()))));
  }

  private void removeUnused(Engines engines, Unused kind, Duration kept) {
    Instant before = clock.instant().minus(kept);
    engines.all().forEach(engine -> engine.removeUnused(kind, before));
  }

  private List<HttpService> accessRoutes(TokenStore store, DataKeys dataKeys, EngineParts running) {
    Tokens tokens = new Tokens(database, store, audit, clock);
    long organization = clusters.all().getFirst().organizationId();
    return List.of(
        new AboutRoutes(https),
        new AccessRoutes(),
        new TokenRoutes(tokens),
        new AuditRoutes(new AuditLog(database), Principal::administratorOf),
        new LoginRoutes(tokens, store, database, () -> dataKeys.sealer(organization), clock),
        new ClusterRoutes(
            clusters,
            new Clusters(database, running.changes(), running.health(), audit, clock),
            new InstanceTypes(database, running.changes().use(), audit, clock)));
  }

  private List<HttpService> secretRoutes(Secrets secrets, DataKeys dataKeys, SecretUse use) {
    SecretLimits limits = settings.secretLimits();
    Comparisons comparisons = new Comparisons(database, dataKeys, audit);
    return List.of(
        new SecretTemplateRoutes(),
        new SecretRoutes(secrets, new SecretHistory(database, dataKeys), clusters, limits),
        new ComparisonRoutes(comparisons, clusters, limits),
        new ImpactRoutes(new Impacts(database, dataKeys, comparisons, use), clusters, limits));
  }

  private List<HttpService> artifactRoutes(Uploads uploads, ArtifactUse use) {
    DirectUploads direct = uploads.direct();
    return Stream.of(ArchiveKind.values())
        .<HttpService>mapMulti(
            (kind, routes) -> {
              Artifacts artifacts = new Artifacts(database, kind, audit, clock, direct.strategy());
              routes.accept(
                  new ArtifactRoutes(
                      artifacts,
                      new ArtifactDeletion(database, artifacts, use, audit),
                      uploads,
                      direct));
              routes.accept(new DirectRoutes(artifacts, direct));
            })
        .toList();
  }

  private Address databaseAddress() {
    if (settings.database().isPresent()) {
      return settings.database().get();
    }
    EmbeddedMariaDb embedded =
        new EmbeddedMariaDb(
            settings.data().resolve("database"), settings.home().resolve("mariadb"), failed);
    return parts.add(embedded).start();
  }

  /** The address that clients use. */
  public String url() {
    return Urls.of(https.isOn(), settings.publicHost(), web.port()).toString();
  }

  public Path tokenFile() {
    return settings.data().resolve("administrator.token");
  }

  /** The certificate that clients must be told to trust, if the server made it. */
  Optional<Path> selfSignedFile() {
    return https.selfSignedFile();
  }

  /** The administrator's token, if it was just created. */
  public Optional<Hidden> newToken() {
    return newToken;
  }

  /** What who starts it should know of what it runs. */
  List<Notice> notices() {
    return notices;
  }

  /** All routes; the OpenAPI document must list them. */
  List<HttpService> routes() {
    return routes;
  }

  /** What no route shows, such as the audit. */
  Database database() {
    return database;
  }

  /** Stops the web server, the replicas and the database. */
  @Override
  public void close() {
    parts.close();
  }
}
