package io.bentoform.api.deployment;

import io.bentoform.api.access.Principal;
import io.bentoform.api.audit.Audit;
import io.bentoform.api.bento.Bento;
import io.bentoform.api.bento.Bentos;
import io.bentoform.api.cluster.Cluster;
import io.bentoform.api.db.Database;
import io.bentoform.api.db.Uid;
import io.bentoform.api.engine.Engines;
import io.bentoform.api.http.Expectation;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.secret.Secrets;
import io.bentoform.api.wire.DeploymentRequest;
import io.bentoform.api.wire.DeploymentResponse;
import io.bentoform.api.wire.Label;
import io.helidon.dbclient.DbExecute;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The changes of deployments. Each that is accepted records a revision with the secret revisions
 * that it uses and leaves the rest to the reconciler; a restart is a revision like any other.
 */
public final class DeploymentChanges {
  private final Database database;
  private final DeploymentStore store = new DeploymentStore();
  private final Deployments deployments;
  private final RevisionStore revisions;
  private final Resolver resolver;
  private final Audit audit;
  private final Clock clock;
  private final Runnable wakeReconciler;

  /**
   * Wires the use cases.
   *
   * @param wakeReconciler called after each change that leaves work
   */
  public DeploymentChanges(
      Database database,
      Deployments deployments,
      Bentos bentos,
      Secrets secrets,
      Audit audit,
      Clock clock,
      Engines engines,
      Runnable wakeReconciler) {
    this.database = database;
    this.deployments = deployments;
    this.revisions = new RevisionStore(bentos);
    this.resolver = new Resolver(bentos, secrets, engines);
    this.audit = audit;
    this.clock = clock;
    this.wakeReconciler = wakeReconciler;
  }

  /** Creates a deployment. A repeated create with the same uid changes nothing. */
  DeploymentResponse create(Principal principal, Cluster cluster, DeploymentRequest request) {
    DeploymentResponse created;
    try {
      created = database.inTransaction(execute -> create(execute, principal, cluster, request));
    } catch (RuntimeException e) {
      if (!Database.isDuplicate(e)) {
        throw e;
      }
      // A concurrent create took the name; now it is visible.
      created = database.inTransaction(execute -> create(execute, principal, cluster, request));
    }
    wakeReconciler.run();
    return created;
  }

  private DeploymentResponse create(
      DbExecute execute, Principal principal, Cluster cluster, DeploymentRequest request) {
    if (request.uid() != null && store.isTaken(execute, request.uid())) {
      Deployment same =
          Optional.ofNullable(request.name())
              .flatMap(name -> store.lock(execute, cluster, name))
              .filter(there -> there.uid().equals(request.uid()))
              .orElseThrow(
                  () ->
                      ProblemException.conflict(
                          "uid_taken", "Another deployment has this uid. Choose another one."));
      return deployments.show(execute, cluster, same.name());
    }
    boolean dev = Boolean.TRUE.equals(request.dev());
    Resolver.Resolution resolution = resolver.resolve(execute, principal, cluster, request, dev);
    Bento bento = resolution.requireSound();
    String name = request.name() == null ? GeneratedName.of(bento.name()) : request.name();
    Optional<Deployment> existing = store.lock(execute, cluster, name);
    if (existing.isPresent()) {
      throw Deployments.taken(existing.get());
    }
    store.insert(
        execute,
        cluster,
        Uid.chosen(request.uid()),
        name,
        dev,
        request.labels() == null ? List.of() : request.labels(),
        principal.user(),
        clock.instant());
    Deployment deployment = store.lock(execute, cluster, name).orElseThrow();
    store.manage(execute, deployment, request.managedBy());
    return revise(
        execute, principal, deployment, draft(bento, request, resolution), "deployment.create");
  }

  /** Replaces the configuration, and restarts even when it is the same (contract: full config). */
  DeploymentResponse update(
      Principal principal, Cluster cluster, String name, DeploymentRequest request) {
    DeploymentResponse updated =
        database.inTransaction(
            execute -> {
              Deployment deployment = deployments.lockLive(execute, cluster, name);
              deployment.require(request.expectedUid(), request.expectedRevision());
              return update(execute, principal, deployment, request, "deployment.update");
            });
    wakeReconciler.run();
    return updated;
  }

  /** Restarts with the same configuration and the secrets as they are now. */
  DeploymentResponse restart(Principal principal, Cluster cluster, String name) {
    DeploymentResponse restarted =
        database.inTransaction(
            execute -> {
              Deployment deployment = deployments.lockLive(execute, cluster, name);
              Revision latest = revisions.read(execute, deployment.id(), deployment.revision());
              DeploymentRequest same =
                  DeploymentRequest.of(
                      latest.bento().tag(), latest.config(), deployment.managedBy());
              return update(execute, principal, deployment, same, "deployment.restart");
            });
    wakeReconciler.run();
    return restarted;
  }

  private DeploymentResponse update(
      DbExecute execute,
      Principal principal,
      Deployment deployment,
      DeploymentRequest request,
      String action) {
    Resolver.Resolution resolution =
        resolver.resolve(execute, principal, deployment.cluster(), request, deployment.dev());
    Bento bento = resolution.requireSound();
    if (request.labels() != null) {
      store.label(execute, deployment, request.labels(), clock.instant());
    }
    store.manage(execute, deployment, request.managedBy());
    return revise(execute, principal, deployment, draft(bento, request, resolution), action);
  }

  private static DeploymentStore.Draft draft(
      Bento bento, DeploymentRequest request, Resolver.Resolution resolution) {
    return new DeploymentStore.Draft(
        bento,
        bento.digest(),
        bento.entryService(),
        request.config(),
        resolution.attached(),
        resolution.models(),
        resolution.versions());
  }

  /** A new revision with what an old one ran, and the secrets as they are now. */
  DeploymentResponse rollBack(
      DbExecute execute, Principal principal, Deployment deployment, Revision old) {
    Resolver.Resolution resolution = resolver.again(execute, principal, deployment, old);
    Bento bento = resolution.requireSound();
    return revise(
        execute,
        principal,
        deployment,
        new DeploymentStore.Draft(
            bento,
            old.archiveDigest(),
            old.entryServiceName(),
            old.config(),
            resolution.attached(),
            old.models(),
            old.versions()),
        "deployment.rollback");
  }

  private DeploymentResponse revise(
      DbExecute execute,
      Principal principal,
      Deployment deployment,
      DeploymentStore.Draft draft,
      String action) {
    Instant now = clock.instant();
    store.revise(execute, deployment, draft, begun(deployment), principal.user(), now);
    audit.record(
        execute,
        principal,
        event(
            action,
            deployment,
            Map.of(
                "revision",
                deployment.revision() + 1,
                "bento",
                draft.bento().tag(),
                "secrets",
                draft.secrets().stream()
                    .collect(
                        Collectors.toMap(
                            Revision.AttachedSecret::name, Revision.AttachedSecret::revision)))));
    return deployments.show(execute, deployment.cluster(), deployment.name());
  }

  /** A codespace is up before its environment is built. */
  private static Status begun(Deployment deployment) {
    return deployment.dev() ? Status.DEPLOYING : Status.IMAGE_BUILDING;
  }

  DeploymentResponse label(
      Principal principal, Cluster cluster, String name, DeploymentRequest.Metadata change) {
    @Nullable List<Label> labels = change.labels();
    return database.inTransaction(
        execute -> {
          Deployment deployment = deployments.lockLive(execute, cluster, name);
          deployment.require(change.expectedUid(), change.expectedRevision());
          if (labels != null) {
            store.label(execute, deployment, labels, clock.instant());
            audit.record(execute, principal, event("deployment.label", deployment, Map.of()));
          }
          return deployments.show(execute, cluster, name);
        });
  }

  DeploymentResponse terminate(Principal principal, Cluster cluster, String name) {
    DeploymentResponse terminated =
        database.inTransaction(
            execute -> {
              Deployment deployment = deployments.lockLive(execute, cluster, name);
              if (deployment.status() != Status.TERMINATED) {
                store.end(execute, deployment, Desired.TERMINATED, clock.instant());
                audit.record(
                    execute, principal, event("deployment.terminate", deployment, Map.of()));
              }
              return deployments.show(execute, cluster, name);
            });
    wakeReconciler.run();
    return terminated;
  }

  /** A deployment that is being deleted. */
  record Deletion(long id, DeploymentResponse response) {}

  Deletion delete(Principal principal, Cluster cluster, String name, Expectation expected) {
    Deletion deletion =
        database.inTransaction(
            execute -> {
              Deployment deployment =
                  store.lock(execute, cluster, name).orElseThrow(() -> Deployments.unknown(name));
              deployment.require(expected.uid(), expected.revision());
              store.end(execute, deployment, Desired.DELETED, clock.instant());
              audit.record(execute, principal, event("deployment.delete", deployment, Map.of()));
              return new Deletion(deployment.id(), deployments.show(execute, cluster, name));
            });
    wakeReconciler.run();
    return deletion;
  }

  /** Whether a deletion is complete. */
  boolean isGone(Deletion deletion) {
    return !database.read(execute -> store.exists(execute, deletion.id()));
  }

  private static Audit.Event event(String action, Deployment deployment, Map<String, ?> detail) {
    return new Audit.Event(
        action, "deployment", deployment.cluster().name(), deployment.name(), detail);
  }
}
