package io.bentoform.api.rollout;

import static io.bentoform.api.db.Columns.bool;
import static io.bentoform.api.db.Columns.number;
import static io.bentoform.api.db.Columns.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.bentoform.api.access.Organization;
import io.bentoform.api.bento.Artifact;
import io.bentoform.api.bento.ArtifactUse;
import io.bentoform.api.bento.Bentos;
import io.bentoform.api.cluster.Cluster;
import io.bentoform.api.cluster.ClusterStore;
import io.bentoform.api.codespace.Projects;
import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.db.Database;
import io.bentoform.api.deployment.DeploymentStore;
import io.bentoform.api.deployment.Revision;
import io.bentoform.api.deployment.RevisionStore;
import io.bentoform.api.engine.EnvironmentVariable;
import io.bentoform.api.engine.ModelArchive;
import io.bentoform.api.engine.RolloutException;
import io.bentoform.api.engine.SecretFile;
import io.bentoform.api.engine.ServiceSpecification;
import io.bentoform.api.engine.Sources;
import io.bentoform.api.engine.Specification;
import io.bentoform.api.engine.Strategy;
import io.bentoform.api.scaling.ScalingPolicy;
import io.bentoform.api.secret.MountPath;
import io.bentoform.api.secret.Secret;
import io.bentoform.api.secret.SecretType;
import io.bentoform.api.secret.Secrets;
import io.bentoform.api.wire.DeploymentConfig;
import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Builds specifications from recorded revisions: the bento's archive, and the secrets at their
 * recorded revisions, not their current ones.
 */
public final class Specifications implements ArtifactUse {
  private final Database database;
  private final DeploymentStore store = new DeploymentStore();
  private final RevisionStore revisions;
  private final Bentos bentos;
  private final Secrets secrets;
  private final ClusterStore clusters;
  private final Projects projects;

  public Specifications(
      Database database, Bentos bentos, Secrets secrets, ClusterStore clusters, Projects projects) {
    this.projects = projects;
    this.database = database;
    this.revisions = new RevisionStore(bentos);
    this.bentos = bentos;
    this.secrets = secrets;
    this.clusters = clusters;
  }

  Specification of(String uid, int number) throws RolloutException {
    Found found = database.read(execute -> find(execute, uid, number));
    Revision revision = found.revision();
    if (found.missing().isPresent()) {
      throw new RolloutException(
          RolloutException.Phase.START,
          "The deployment "
              + found.name()
              + " needs the secret "
              + found.missing().get()
              + ", which was deleted. Create it again, then restart the deployment.");
    }
    return new Specification(
        uid,
        found.name(),
        number,
        revision.bento().tag(),
        sources(found, revision),
        models(revision),
        found.dev() ? List.of(codespace(found)) : services(found),
        revision.entryServiceName(),
        revision.config().accessAuthorization(),
        files(found.secrets()),
        variables(found.secrets().stream().filter(one -> one.secret().stage().atBuild()).toList()),
        overrides(revision.config()));
  }

  /** All services of a codespace are in one process. */
  private static ServiceSpecification codespace(Found found) {
    String entry = found.revision().entryServiceName();
    ServiceSpecification service = service(found, entry);
    return new ServiceSpecification(
        entry,
        List.of(),
        ScalingPolicy.fixed(1),
        Strategy.RECREATE,
        service.environment(),
        service.timeout(),
        false,
        service.coldStartTimeout());
  }

  /** Those that the entry service needs, each after those that it calls. */
  private static List<ServiceSpecification> services(Found found) {
    Map<String, ServiceSpecification> services = new LinkedHashMap<>();
    collect(found, found.revision().entryServiceName(), new HashSet<>(), services);
    return List.copyOf(services.values());
  }

  private static void collect(
      Found found, String name, Set<String> seen, Map<String, ServiceSpecification> services) {
    if (seen.add(name)) {
      ServiceSpecification service = service(found, name);
      service.dependencies().forEach(called -> collect(found, called, seen, services));
      services.put(name, service);
    }
  }

  private static ServiceSpecification service(Found found, String name) {
    Revision revision = found.revision();
    DeploymentConfig.Service deployed = revision.config().services().get(name);
    return new ServiceSettings(revision.bento().configuration(name), deployed)
        .specification(
            name,
            revision.bento().dependencies(name),
            environment(found.secrets(), revision.config(), Optional.ofNullable(deployed)));
  }

  /** A codespace runs its project, whatever the bento contains. */
  private Sources sources(Found found, Revision revision) {
    if (found.dev()) {
      return new Sources.Project(projects.folder(found.uid()), revision.bento().pythonVersion());
    }
    String digest = Objects.requireNonNull(revision.archiveDigest());
    return new Sources.Archive(bentos.archive(digest), digest);
  }

  private List<ModelArchive> models(Revision revision) {
    return revision.models().stream()
        .map(
            model ->
                new ModelArchive(
                    model.name(), model.version(), bentos.archive(model.digest()), model.digest()))
        .toList();
  }

  /** Whether a revision of a deployment needs the archive, so that it can run again. */
  @Override
  public boolean needs(DbExecute execute, String digest) {
    return store.needs(execute, digest);
  }

  @Override
  public List<String> deploymentsUsing(DbExecute execute, Artifact artifact) {
    return store.using(execute, artifact);
  }

  /**
   * A revision with the secrets that it records.
   *
   * @param missing the first secret that no longer exists
   */
  private record Found(
      String uid,
      String name,
      boolean dev,
      Revision revision,
      List<Secrets.Resolved> secrets,
      Optional<String> missing) {}

  private Found find(DbExecute execute, String uid, int number) {
    DbRow row = row(execute, uid);
    Organization organization = clusters.owner(execute, number(row, "cluster_id"));
    Cluster cluster =
        clusters.all(organization).stream()
            .filter(one -> one.id() == number(row, "cluster_id"))
            .findFirst()
            .orElseThrow();
    Revision revision = revisions.read(execute, number(row, "id"), number);
    List<Secrets.Resolved> resolved = new ArrayList<>();
    for (Revision.AttachedSecret attached : revision.secrets()) {
      Optional<Secrets.Resolved> secret =
          secrets.resolve(execute, organization, cluster, attached.uid(), attached.revision());
      if (secret.isEmpty()) {
        return found(uid, row, revision, List.of(), Optional.of(attached.name()));
      }
      resolved.add(secret.get());
    }
    return found(uid, row, revision, resolved, Optional.empty());
  }

  private static Found found(
      String uid,
      DbRow row,
      Revision revision,
      List<Secrets.Resolved> secrets,
      Optional<String> missing) {
    return new Found(uid, text(row, "name"), bool(row, "dev"), revision, secrets, missing);
  }

  private static DbRow row(DbExecute execute, String uid) {
    return execute
        .query("SELECT id, cluster_id, name, dev FROM deployment WHERE uid = ?", uid)
        .toList()
        .getFirst();
  }

  /** Later ones win: a plain variable over a secret's, the service's over the deployment's. */
  private static List<EnvironmentVariable> environment(
      List<Secrets.Resolved> attached,
      DeploymentConfig config,
      Optional<DeploymentConfig.Service> service) {
    List<EnvironmentVariable> environment =
        new ArrayList<>(
            variables(attached.stream().filter(one -> one.secret().stage().atRuntime()).toList()));
    environment.addAll(plainVariables(config.envs()));
    service.ifPresent(own -> environment.addAll(plainVariables(own.variables())));
    return environment;
  }

  private static List<EnvironmentVariable> plainVariables(
      List<DeploymentConfig.Variable> variables) {
    return variables.stream()
        .map(
            variable ->
                new EnvironmentVariable(
                    Objects.requireNonNull(variable.name()),
                    Hidden.of(variable.value() == null ? "" : variable.value())))
        .toList();
  }

  private static List<EnvironmentVariable> variables(List<Secrets.Resolved> attached) {
    List<EnvironmentVariable> variables = new ArrayList<>();
    for (Secrets.Resolved resolved : attached) {
      if (resolved.secret().type() == SecretType.ENV) {
        resolved
            .values()
            .forEach((key, value) -> variables.add(new EnvironmentVariable(key, value)));
      }
    }
    return variables;
  }

  private static List<SecretFile> files(List<Secrets.Resolved> attached) {
    // By path: two secrets may agree about a file.
    Map<String, SecretFile> files = new LinkedHashMap<>();
    for (Secrets.Resolved resolved : attached) {
      Secret secret = resolved.secret();
      if (secret.type() == SecretType.FILE && secret.stage().atRuntime()) {
        String folder = Objects.requireNonNull(secret.path());
        for (Secret.Key key : secret.keys()) {
          Hidden value = Objects.requireNonNull(resolved.values().get(key.name()));
          String path = MountPath.file(folder, key.subPath(), key.name());
          files.put(path, new SecretFile(path, value));
        }
      }
    }
    return List.copyOf(files.values());
  }

  private static Map<String, JsonNode> overrides(DeploymentConfig config) {
    Map<String, JsonNode> overrides = new HashMap<>();
    config
        .services()
        .forEach(
            (name, service) -> {
              JsonNode override = service.configOverrides();
              if (override != null && !override.isEmpty()) {
                overrides.put(name, override);
              }
            });
    return overrides;
  }
}
