package io.bentoform.api.bento;

import io.bentoform.api.access.Organization;
import io.bentoform.api.access.Principal;
import io.bentoform.api.archive.ArchiveKind;
import io.bentoform.api.audit.Audit;
import io.bentoform.api.db.Database;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.list.Page;
import io.bentoform.api.list.StreamedList;
import io.bentoform.api.wire.ArtifactResponse;
import io.helidon.dbclient.DbExecute;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The use cases of the metadata of bentos, or of models; those of archives are in {@link Uploads}.
 */
public final class Artifacts {
  private final Database database;
  private final ArchiveKind kind;
  private final ArtifactStore store = new ArtifactStore();
  private final RepositoryStore repositories = new RepositoryStore();
  private final Audit audit;
  private final Clock clock;
  private final String strategy;

  /**
   * Wires the use cases.
   *
   * @param strategy how clients transmit archives (contract 3.7)
   */
  public Artifacts(Database database, ArchiveKind kind, Audit audit, Clock clock, String strategy) {
    this.database = database;
    this.kind = kind;
    this.audit = audit;
    this.clock = clock;
    this.strategy = strategy;
  }

  /** A version as clients see it. */
  ArtifactResponse shown(Artifact artifact) {
    return shown(artifact, "", "", "");
  }

  /** A version with what a client needs to bring or fetch its archive; empty texts for nothing. */
  ArtifactResponse shown(
      Artifact artifact, String upload, String uploadAddress, String downloadAddress) {
    return artifact.response().with(strategy, upload, uploadAddress, downloadAddress);
  }

  ArchiveKind kind() {
    return kind;
  }

  ArtifactResponse.Repository repository(Organization organization, String name) {
    return database.read(
        execute ->
            responses(execute, List.of(requireRepository(execute, organization, name))).getFirst());
  }

  StreamedList<ArtifactResponse.Repository> repositories(Principal principal, Page page) {
    return repositories.list(principal, kind, page).shown(this::responses).from(database);
  }

  private List<ArtifactResponse.Repository> responses(
      DbExecute execute, List<Repository> repositories) {
    Map<Long, Artifact> newest = new HashMap<>();
    store
        .newest(execute, repositories)
        .forEach(artifact -> newest.put(artifact.repository().id(), artifact));
    return repositories.stream()
        .map(repository -> repository.response(newest.get(repository.id())))
        .toList();
  }

  /**
   * Creates a repository, or returns the existing one, so that two concurrent pushes both succeed.
   */
  ArtifactResponse.Repository createRepository(
      Principal principal, String name, String description) {
    try {
      database.inTransactionDo(
          execute -> {
            repositories.insert(execute, principal, kind, name, description, clock.instant());
            String type = kind.word() + "_repository";
            audit.record(
                execute, principal, new Audit.Event(type + ".create", type, "", name, Map.of()));
          });
    } catch (RuntimeException e) {
      if (!Database.isDuplicate(e)) {
        throw e;
      }
    }
    return repository(principal.organization(), name);
  }

  /**
   * The versions of one repository.
   *
   * @throws ProblemException 404 when there is none: the client takes the first of the list as the
   *     latest without checking that there is one (contract C6)
   */
  StreamedList<ArtifactResponse> list(Principal principal, String repositoryName, Page page) {
    Repository repository =
        database.read(
            execute -> {
              Repository found =
                  requireRepository(execute, principal.organization(), repositoryName);
              if (store.newest(execute, found).isEmpty()) {
                throw ProblemException.notFound(
                    "There is no version of the " + kind.word() + " " + repositoryName + " yet.");
              }
              return found;
            });
    return store.list(repository, page, principal.user().name()).shown(this::shown).from(database);
  }

  /** All versions of all repositories, each with its repository. */
  StreamedList<ArtifactResponse> all(Principal principal, Page page) {
    return store.all(principal, kind, page).shown(this::shown).from(database);
  }

  Artifact get(Organization organization, String repository, String version) {
    return database
        .read(execute -> store.find(execute, organization.id(), kind, repository, version))
        .orElseThrow(
            () ->
                ProblemException.notFound(
                    "There is no " + kind.word() + " " + repository + ":" + version + "."));
  }

  /**
   * Creates a version.
   *
   * @throws ProblemException 409 when it exists with an archive and another manifest
   */
  Artifact create(
      Principal principal, String name, String version, ArtifactStore.Description description) {
    // Files that are stored elsewhere are not uploaded.
    UploadStatus status =
        Artifact.isKeptElsewhere(description.manifest())
            ? UploadStatus.SUCCESS
            : UploadStatus.PENDING;
    try {
      database.inTransactionDo(
          execute -> {
            Repository repository = requireRepository(execute, principal.organization(), name);
            store.insert(
                execute, principal, repository, version, description, status, clock.instant());
            audit.record(
                execute,
                principal,
                new Audit.Event(
                    kind.word() + ".create", kind.word(), "", name + ":" + version, Map.of()));
          });
    } catch (RuntimeException e) {
      if (Database.isDuplicate(e)) {
        return createAgain(principal, name, version, description);
      }
      throw e;
    }
    return get(principal.organization(), name, version);
  }

  /**
   * Two concurrent pushes both succeed, whether the other one has only created the version or is
   * complete, unless its manifest differs.
   */
  private Artifact createAgain(
      Principal principal, String name, String version, ArtifactStore.Description description) {
    Artifact there = get(principal.organization(), name, version);
    if (there.isUploaded() && !there.manifest().equals(description.manifest())) {
      throw ProblemException.conflict(
          "already_exists",
          "The "
              + kind.word()
              + " "
              + name
              + ":"
              + version
              + " already exists. Choose another version.");
    }
    return update(principal, name, version, description);
  }

  /**
   * Updates the description of a version. With an archive, it becomes current only with the next
   * one.
   *
   * @return the version as it will be
   */
  Artifact update(
      Principal principal, String name, String version, ArtifactStore.Description description) {
    Artifact artifact = get(principal.organization(), name, version);
    database.inTransactionDo(
        execute -> {
          store.describe(execute, artifact, description, clock.instant());
          audit.record(execute, principal, artifact.event("update", Map.of()));
        });
    return get(principal.organization(), name, version).described(description);
  }

  /**
   * The repository of this name.
   *
   * @throws ProblemException 404 when there is none
   */
  Repository requireRepository(DbExecute execute, Organization organization, String name) {
    return repositories
        .find(execute, organization.id(), kind, name)
        .orElseThrow(
            () ->
                ProblemException.notFound(
                    "There is no " + kind.word() + " repository " + name + "."));
  }
}
