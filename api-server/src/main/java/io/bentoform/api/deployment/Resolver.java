package io.bentoform.api.deployment;

import io.bentoform.api.access.Principal;
import io.bentoform.api.bento.Artifact;
import io.bentoform.api.bento.Bento;
import io.bentoform.api.bento.Bentos;
import io.bentoform.api.cluster.Cluster;
import io.bentoform.api.cluster.InstanceTypes;
import io.bentoform.api.http.Names;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.http.RequestBody;
import io.bentoform.api.secret.Secret;
import io.bentoform.api.secret.SecretType;
import io.bentoform.api.secret.Secrets;
import io.bentoform.api.wire.DeploymentConfig;
import io.bentoform.api.wire.DeploymentRequest;
import io.bentoform.api.wire.Violation;
import io.helidon.dbclient.DbExecute;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Resolves what a request names: its bento, instance types and secrets in their current state. Both
 * checks and real calls use it, so they cannot differ.
 */
final class Resolver {
  private final Bentos bentos;
  private final Secrets secrets;

  Resolver(Bentos bentos, Secrets secrets) {
    this.bentos = bentos;
    this.secrets = secrets;
  }

  /**
   * A resolved request.
   *
   * @param violations the rest is valid only when there are none
   */
  record Resolution(
      Optional<Bento> bento,
      List<Revision.AttachedModel> models,
      List<Secrets.Resolved> secrets,
      List<Violation> violations) {

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
    List<Violation> violations = new ArrayList<>(DeploymentRules.check(request));
    DeploymentConfig config = request.config();
    Optional<Bento> bento = bento(execute, principal, request, dev, violations);
    bento.ifPresent(found -> checkServices(found, config, violations));
    checkInstanceTypes(execute, cluster, config, violations);
    List<Revision.AttachedModel> models = models(execute, principal, bento, violations);
    List<Secrets.Resolved> attached = secrets(execute, principal, cluster, request, violations);
    violations.addAll(KeyConflicts.find(attached));
    bento.ifPresent(found -> checkRequiredVariables(found, config, attached, violations));
    return new Resolution(bento, models, attached, List.copyOf(violations));
  }

  private Optional<Bento> bento(
      DbExecute execute,
      Principal principal,
      DeploymentRequest request,
      boolean dev,
      List<Violation> violations) {
    String tag = request.bento();
    if (tag == null || tag.isEmpty()) {
      return Optional.empty();
    }
    Optional<Bento> bento = bentos.resolve(execute, principal.organization(), tag);
    if (bento.isEmpty()) {
      violations.add(
          new Violation(
              "/bento",
              "bento_not_found",
              "There is no bento " + tag + " on this server. Push it first: bentoml push " + tag));
    } else if (!dev && !bento.get().isUploaded()) {
      violations.add(new Violation("/bento", "bento_not_uploaded", notUploaded(bento.get(), tag)));
    }
    return bento;
  }

  private static String notUploaded(Bento bento, String tag) {
    return bento.isForDevelopment()
        ? "The bento "
            + tag
            + " is that of a codespace and has no archive. Build a bento from its project:"
            + " bentoml build --push"
        : "The archive of the bento "
            + tag
            + " is not uploaded. Push it again: bentoml push "
            + tag;
  }

  private List<Revision.AttachedModel> models(
      DbExecute execute, Principal principal, Optional<Bento> bento, List<Violation> violations) {
    List<Revision.AttachedModel> attached = new ArrayList<>();
    if (bento.isEmpty()) {
      return attached;
    }
    for (Bentos.UsedModel used : bentos.models(execute, principal.organization(), bento.get())) {
      Optional<Artifact> model = used.model();
      String digest = model.map(Artifact::digest).orElse(null);
      if (model.isPresent() && digest != null) {
        attached.add(
            new Revision.AttachedModel(
                model.get().repository().name(), model.get().version(), digest));
      } else {
        violations.add(
            new Violation(
                "/bento",
                model.isEmpty() ? "model_not_found" : "model_not_uploaded",
                "The bento "
                    + bento.get().tag()
                    + " uses the model "
                    + used.tag()
                    + (model.isEmpty()
                        ? ", which is not on this server."
                        : ", whose archive is not uploaded.")
                    + " Push it: bentoml models push "
                    + used.tag()));
      }
    }
    return attached;
  }

  private static void checkServices(
      Bento bento, DeploymentConfig config, List<Violation> violations) {
    Set<String> known = bento.services();
    config.services().keySet().stream()
        .filter(name -> !known.isEmpty() && !known.contains(name))
        .forEach(
            name ->
                violations.add(
                    new Violation(
                        "/services/" + RequestBody.escape(name),
                        "service_unknown",
                        "The bento "
                            + bento.tag()
                            + " has no service "
                            + name
                            + ". It has: "
                            + String.join(", ", known)
                            + ".")));
  }

  private static void checkInstanceTypes(
      DbExecute execute, Cluster cluster, DeploymentConfig config, List<Violation> violations) {
    if (config.services().values().stream().allMatch(one -> one.instanceType() == null)) {
      return;
    }
    List<String> known = InstanceTypes.names(execute, cluster);
    config
        .services()
        .forEach(
            (name, service) -> {
              String type = service.instanceType();
              if (type != null && !known.contains(type)) {
                violations.add(
                    new Violation(
                        "/services/" + RequestBody.escape(name) + "/instance_type",
                        "instance_type_unknown",
                        "There is no instance type "
                            + type
                            + " in the cluster "
                            + cluster.name()
                            + ". There are: "
                            + String.join(", ", known)
                            + "."));
              }
            });
  }

  private List<Secrets.Resolved> secrets(
      DbExecute execute,
      Principal principal,
      Cluster cluster,
      DeploymentRequest request,
      List<Violation> violations) {
    List<String> names = request.config().secrets();
    // Locked in the order of names, so that concurrent calls cannot deadlock.
    names.stream().distinct().sorted().forEach(name -> secrets.lock(execute, cluster, name));
    List<Secrets.Resolved> resolved = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      String pointer = "/secrets/" + i;
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

  private static void checkRequiredVariables(
      Bento bento,
      DeploymentConfig config,
      List<Secrets.Resolved> attached,
      List<Violation> violations) {
    Set<String> given = new HashSet<>();
    DeploymentRules.names(config.envs()).forEach(given::add);
    config
        .services()
        .values()
        .forEach(service -> DeploymentRules.names(service.variables()).forEach(given::add));
    attached.stream()
        .map(Secrets.Resolved::secret)
        .filter(secret -> secret.type() == SecretType.ENV && secret.stage().atRuntime())
        .forEach(secret -> given.addAll(secret.keyNames()));
    bento.declaredVariables().stream()
        .filter(variable -> variable.isRequired() && !given.contains(variable.name()))
        .forEach(
            variable ->
                violations.add(
                    new Violation(
                        "/envs",
                        "env_missing",
                        "The bento "
                            + bento.tag()
                            + " requires the environment variable "
                            + variable.name()
                            + ". Set it, or attach a secret that has it.")));
  }
}
