package io.bentoform.api;

import io.bentoform.api.access.AccessFilter;
import io.bentoform.api.access.AccessRoutes;
import io.bentoform.api.access.AccessStore;
import io.bentoform.api.access.Administrator;
import io.bentoform.api.audit.Audit;
import io.bentoform.api.crypto.DataKeys;
import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.crypto.KeyWrapper;
import io.bentoform.api.crypto.RootKey;
import io.bentoform.api.db.Address;
import io.bentoform.api.db.Database;
import io.bentoform.api.db.EmbeddedMariaDb;
import io.bentoform.api.db.PrivateFiles;
import io.bentoform.api.secret.SecretRoutes;
import io.bentoform.api.secret.Secrets;
import io.bentoform.api.wire.Json;
import io.bentoform.api.wire.Problems;
import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;
import io.helidon.http.media.jackson.JacksonSupport;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.observe.ObserveFeature;
import io.helidon.webserver.observe.health.HealthObserver;
import io.helidon.webserver.observe.metrics.MetricsObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** The parts of the server, wired by constructor, and closed in the opposite order. */
public final class ApiServer implements AutoCloseable {
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Settings settings;
  private final WebServer web;
  private final Optional<Hidden> newToken;

  private ApiServer(Settings settings) throws IOException {
    this.settings = settings;
    PrivateFiles.createFolder(settings.data());
    Clock clock = Clock.systemUTC();
    Database database = opened(Database.open(address(), settings.databasePoolSize()));
    AccessStore access = new AccessStore(database, clock);
    this.newToken = new Administrator(access).ensure(tokenFile());
    DataKeys dataKeys = new DataKeys(database, rootKey(), clock);
    dataKeys.open();
    Audit audit = new Audit(clock);
    Secrets secrets = new Secrets(database, dataKeys, audit, clock);

    HttpRouting.Builder routing =
        HttpRouting.builder()
            .addFilter(new AccessFilter(access))
            .register(new AboutRoutes())
            .register(new AccessRoutes(access))
            .register(new SecretRoutes(secrets, access, settings.secretLimits(), clock));
    Problems.register(routing);
    this.web = serve(routing, database);
    parts.push(web::stop);
  }

  /**
   * Starts all parts.
   *
   * @throws RuntimeException with a text for people, when one of them does not start; none is left running
   */
  public static ApiServer start(Settings settings) {
    try {
      return new ApiServer(settings);
    } catch (IOException e) {
      throw new UncheckedIOException("The data folder " + settings.data() + " cannot be used", e);
    }
  }

  private Address address() {
    return settings
        .database()
        .orElseGet(
            () ->
                opened(
                        EmbeddedMariaDb.start(
                            settings.data().resolve("database"), settings.home().resolve("mariadb")))
                    .address());
  }

  private KeyWrapper rootKey() {
    return settings
        .rootKey()
        .map(text -> RootKey.parse(text, "BENTOFORM_ROOT_KEY"))
        .orElseGet(() -> RootKey.ofFile(settings.rootKeyFile()));
  }

  private WebServer serve(HttpRouting.Builder routing, Database database) {
    ObserveFeature observe =
        ObserveFeature.builder()
            .addObserver(
                HealthObserver.builder()
                    .endpoint("/health")
                    .details(true)
                    .addCheck(
                        () -> HealthCheckResponse.builder().status(database.isHealthy()).build(),
                        HealthCheckType.READINESS,
                        "database")
                    .build())
            .addObserver(MetricsObserver.builder().endpoint("/metrics").build())
            .build();
    return WebServer.builder()
        .host(settings.host())
        .port(settings.port())
        .addFeature(observe)
        .mediaContext(media -> media.addMediaSupport(JacksonSupport.create(Json.MAPPER)))
        .addRouting(routing)
        .shutdownHook(false)
        .build()
        .start();
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }

  /** The address that clients use. */
  public String url() {
    return "http://" + settings.host() + ":" + web.port();
  }

  public Path tokenFile() {
    return settings.data().resolve("administrator.token");
  }

  /** The administrator's token, if it was made just now. */
  public Optional<Hidden> newToken() {
    return newToken;
  }

  /** Ends all parts: no more requests, no replicas, no database. */
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        System.err.println("A part did not end cleanly: " + e.getMessage());
      }
    }
  }
}
