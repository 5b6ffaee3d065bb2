package io.bentoform.api.deployment;

import io.bentoform.api.access.Principal;
import io.bentoform.api.bento.Bento;
import io.bentoform.api.bento.Bentos;
import io.bentoform.api.cluster.Cluster;
import io.bentoform.api.engine.Engines;
import io.bentoform.api.engine.Limitation;
import io.bentoform.api.http.Names;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.secret.Secret;
import io.bentoform.api.secret.Secrets;
import io.bentoform.api.wire.DeploymentConfig;
import io.bentoform.api.wire.DeploymentRequest;
import io.bentoform.api.wire.Violation;
import io.helidon.dbclient.DbExecute;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Resolves what a request names: its bento, instance types and secrets in their current state. Both
 * checks and real calls use it, so they cannot differ.
 */
final class Resolver {
  private final Bentos bentos;
  private final Secrets secrets;
  private final Engines engines;

  /**
   * A resolver.
   *
   * @param engines is asked what it cannot honour
   */
  Resolver(Bentos bentos, Secrets secrets, Engines engines) {
    this.bentos = bentos;
    this.secrets = secrets;
    this.engines = engines;
  }

  /**
   * A resolved request.
   *
   * @param violations the rest is valid only when there are none
   * @param warnings what the engine does not honour, though it runs the deployment
   */
  record Resolution(
      Optional<Bento> bento,
      List<Revision.AttachedModel> models,
      List<Revision.CanaryVersion> versions,
      List<Secrets.Resolved> secrets,
      List<Violation> violations,
      List<Violation> warnings) {

    /**
     * The bento of a valid request.
     *
     * @throws ProblemException 409 for conflicts with secrets, 422 for everything else
     */
    Bento requireSound() {
      if (violations.isEmpty()) {
        return bento.orElseThrow();
      }
      // A moved secret comes first: other violations may follow from it.
      conflict("secret_revision_moved", "revision_moved");
      conflict("keys_conflict", "keys_conflict");
      throw ProblemException.invalid(violations);
    }

    private void conflict(String violation, String problem) {
      for (Violation found : violations) {
        if (found.code().equals(violation)) {
          throw ProblemException.conflict(problem, found.detail(), violations);
        }
      }
    }

    List<Revision.AttachedSecret> attached() {
      return secrets.stream()
          .map(Secrets.Resolved::secret)
          .map(
              secret ->
                  new Revision.AttachedSecret(
                      secret.name(), secret.uid(), secret.revision(), secret.keyNames()))
          .toList();
    }
  }

  /**
   * Resolves a request.
   *
   * @param dev whether it is for a codespace, which needs no archive of its bento
   */
  Resolution resolve(
      DbExecute execute,
      Principal principal,
      Cluster cluster,
      DeploymentRequest request,
      boolean dev) {
    return resolve(execute, principal, cluster, request, dev, Map.of());
  }

  /** Resolves the configuration of an old revision, for the bentos that it ran. */
  Resolution again(DbExecute execute, Principal principal, Deployment deployment, Revision old) {
    Map<String, Bento> ran = new HashMap<>();
    ran.put("", old.bento());
    old.versions()
        .forEach(version -> ran.put(CanaryRules.pointer(version.label()), version.bento()));
    DeploymentRequest request = DeploymentRequest.of(old.bento().tag(), old.config(), null);
    return resolve(execute, principal, deployment.cluster(), request, deployment.dev(), ran);
  }

  private Resolution resolve(
      DbExecute execute,
      Principal principal,
      Cluster cluster,
      DeploymentRequest request,
      boolean dev,
      Map<String, Bento> known) {
    List<Violation> violations = new ArrayList<>(DeploymentRules.check(request));
    DeploymentConfig config = request.config();
    List<Secrets.Resolved> attached = secrets(execute, principal, cluster, request, violations);
    VersionResolver resolver =
        new VersionResolver(execute, bentos, principal, cluster, attached, known, violations);
    String tag = Objects.requireNonNullElse(request.bento(), "");
    VersionResolver.Resolved main = resolver.resolve("", tag, config, dev);
    List<Revision.CanaryVersion> versions = new ArrayList<>();
    config
        .versions()
        .forEach(
            (label, version) ->
                resolver
                    .resolve(
                        CanaryRules.pointer(label),
                        Objects.requireNonNullElse(version.bento(), tag),
                        config.version(version),
                        false)
                    .canary(label)
                    .ifPresent(versions::add));
    List<Violation> warnings = new ArrayList<>();
    for (Limitation found : new EngineCheck(engines, execute).of(cluster, config, dev)) {
      (found.refused() ? violations : warnings)
          .add(new Violation(found.pointer(), found.code(), found.detail()));
    }
    return new Resolution(
        main.bento(),
        main.models(),
        versions,
        attached,
        List.copyOf(violations),
        List.copyOf(warnings));
  }

  private List<Secrets.Resolved> secrets(
      DbExecute execute,
      Principal principal,
      Cluster cluster,
      DeploymentRequest request,
      List<Violation> violations) {
    List<String> names = request.config().allSecrets();
    // Locked in the order of names, so that concurrent calls cannot deadlock.
    names.stream().distinct().sorted().forEach(name -> secrets.lock(execute, cluster, name));
    List<Secrets.Resolved> resolved = new ArrayList<>();
    for (String name : names) {
      String pointer = pointer(request.config(), name);
      Optional<Secrets.Resolved> found =
          secrets.resolve(execute, principal.organization(), cluster, name);
      if (found.isEmpty() && Names.isDns1123Label(name)) {
        violations.add(
            new Violation(
                pointer,
                "secret_not_found",
                "There is no secret "
                    + name
                    + " in the cluster "
                    + cluster.name()
                    + ". Create it first."));
      }
      found
          .map(Secrets.Resolved::secret)
          .ifPresent(secret -> checkRevision(secret, request, pointer, violations));
      found.ifPresent(resolved::add);
    }
    return resolved;
  }

  /** Where a secret is first attached. */
  private static String pointer(DeploymentConfig config, String secret) {
    int index = config.secrets().indexOf(secret);
    if (index >= 0) {
      return "/secrets/" + index;
    }
    return config.versions().entrySet().stream()
        .filter(version -> config.version(version.getValue()).secrets().contains(secret))
        .map(
            version ->
                CanaryRules.pointer(version.getKey())
                    + "/secrets/"
                    + config.version(version.getValue()).secrets().indexOf(secret))
        .findFirst()
        .orElseThrow();
  }

  private static void checkRevision(
      Secret secret, DeploymentRequest request, String pointer, List<Violation> violations) {
    Map<String, Integer> expected = request.expectedSecretRevisions();
    Integer revision = expected == null ? null : expected.get(secret.name());
    if (revision != null && revision != secret.revision()) {
      violations.add(
          new Violation(
              pointer,
              "secret_revision_moved",
              "The secret "
                  + secret.name()
                  + " is at revision "
                  + secret.revision()
                  + ", and this call expects "
                  + revision
                  + ". Nothing was changed. Review the secret, then try again."));
    }
  }
}
