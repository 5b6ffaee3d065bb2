package io.bentoform.api.bento;

import io.bentoform.api.access.Organization;
import io.bentoform.api.access.Principal;
import io.bentoform.api.audit.Audit;
import io.bentoform.api.db.Database;
import io.bentoform.api.wire.BentoResponse;
import io.bentoform.api.wire.ListResponse;
import io.bentoform.api.wire.Page;
import io.bentoform.api.wire.ProblemException;
import io.helidon.dbclient.DbExecute;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The use cases of bentos: metadata first, then the archive in one upload through this server. */
public final class Bentos {
  private static final String LATEST = "latest";

  private final Database database;
  private final BentoStore store = new BentoStore();
  private final Archives archives;
  private final Audit audit;
  private final Clock clock;

  public Bentos(Database database, Archives archives, Audit audit, Clock clock) {
    this.database = database;
    this.archives = archives;
    this.audit = audit;
    this.clock = clock;
  }

  BentoResponse.Repository repository(Organization organization, String name) {
    return database.read(
        execute -> response(execute, requireRepository(execute, organization, name)));
  }

  ListResponse<BentoResponse.Repository> repositories(Organization organization) {
    List<BentoResponse.Repository> all =
        database.read(
            execute ->
                store.repositories(execute, organization.id()).stream()
                    .map(repository -> response(execute, repository))
                    .toList());
    return new ListResponse<>(0, all.size(), all.size(), all);
  }

  private BentoResponse.Repository response(DbExecute execute, Repository repository) {
    List<Bento> newest = store.bentos(execute, repository, new Page(0, 1, ""));
    return repository.response(newest.isEmpty() ? null : newest.getFirst());
  }

  /** Makes a repository; one that exists is as good, so that two pushes at once both go on. */
  BentoResponse.Repository createRepository(Principal principal, String name, String description) {
    try {
      database.inTransactionDo(
          execute -> {
            store.insertRepository(execute, principal, name, description, clock.instant());
            audit.record(
                execute,
                principal,
                new Audit.Event("bento_repository.create", "bento_repository", "", name, Map.of()));
          });
    } catch (RuntimeException e) {
      if (!Database.isDuplicate(e)) {
        throw e;
      }
    }
    return repository(principal.organization(), name);
  }

  ListResponse<BentoResponse> list(Organization organization, String repositoryName, Page page) {
    return database.read(
        execute -> {
          Repository repository = requireRepository(execute, organization, repositoryName);
          return page.response(
              store.count(execute, repository, page),
              store.bentos(execute, repository, page).stream().map(Bento::response).toList());
        });
  }

  Bento get(Organization organization, String repository, String version) {
    return database
        .read(execute -> store.bento(execute, organization.id(), repository, version))
        .orElseThrow(() -> unknown(repository + ":" + version));
  }

  Bento create(
      Principal principal, String name, String version, BentoStore.Description description) {
    try {
      database.inTransactionDo(
          execute -> {
            Repository repository = requireRepository(execute, principal.organization(), name);
            store.insert(execute, principal, repository, version, description, clock.instant());
            audit.record(execute, principal, event("bento.create", name + ":" + version));
          });
    } catch (RuntimeException e) {
      if (Database.isDuplicate(e)) {
        throw ProblemException.conflict(
            "already_exists", "There is a bento " + name + ":" + version + " already.");
      }
      throw e;
    }
    return get(principal.organization(), name, version);
  }

  Bento update(
      Principal principal, String name, String version, BentoStore.Description description) {
    Bento bento = get(principal.organization(), name, version);
    database.inTransactionDo(
        execute -> {
          store.describe(execute, bento, description, clock.instant());
          audit.record(execute, principal, event("bento.update", bento.tag()));
        });
    return get(principal.organization(), name, version);
  }

  Bento startUpload(Principal principal, String name, String version) {
    Bento bento = get(principal.organization(), name, version);
    database.inTransactionDo(execute -> store.uploading(execute, bento, clock.instant()));
    return get(principal.organization(), name, version);
  }

  /**
   * Takes the archive. The client sends nothing after it, so the upload is a success or a failure
   * when this returns (contract C7).
   *
   * @param announced the length that the client announced, or null
   * @throws IOException when the upload broke; it is marked as failed and nothing of it is kept
   */
  void upload(
      Principal principal,
      String name,
      String version,
      InputStream content,
      @Nullable Long announced)
      throws IOException {
    Bento bento = get(principal.organization(), name, version);
    try {
      Archives.Stored archive = archives.store(content, announced);
      database.inTransactionDo(
          execute -> {
            store.uploaded(execute, bento, archive, clock.instant());
            audit.record(
                execute,
                principal,
                new Audit.Event(
                    "bento.upload",
                    "bento",
                    "",
                    bento.tag(),
                    Map.of("digest", archive.digest(), "bytes", archive.bytes())));
          });
    } catch (IOException | RuntimeException e) {
      database.inTransactionDo(
          execute ->
              store.uploadFailed(execute, bento, "The upload was interrupted.", clock.instant()));
      throw e;
    }
  }

  /**
   * The bento that a text names: {@code name:version}, or {@code name} and {@code name:latest} for
   * the newest.
   */
  public Optional<Bento> resolve(DbExecute execute, Organization organization, String tag) {
    int colon = tag.indexOf(':');
    String name = colon < 0 ? tag : tag.substring(0, colon);
    String version = colon < 0 ? LATEST : tag.substring(colon + 1);
    if (!version.equals(LATEST)) {
      return store.bento(execute, organization.id(), name, version);
    }
    return store
        .repository(execute, organization.id(), name)
        .flatMap(
            repository ->
                store.bentos(execute, repository, new Page(0, 1, "")).stream().findFirst());
  }

  /** The bento of this row. */
  public Bento byId(DbExecute execute, long id) {
    return store.bento(execute, id).orElseThrow();
  }

  /** Where the archive of an uploaded bento lies. */
  public Path archive(String digest) {
    return archives.path(digest);
  }

  private Repository requireRepository(DbExecute execute, Organization organization, String name) {
    return store
        .repository(execute, organization.id(), name)
        .orElseThrow(() -> ProblemException.notFound("There is no bento repository " + name + "."));
  }

  private static ProblemException unknown(String tag) {
    return ProblemException.notFound("There is no bento " + tag + ".");
  }

  private static Audit.Event event(String action, String tag) {
    return new Audit.Event(action, "bento", "", tag, Map.of());
  }
}
