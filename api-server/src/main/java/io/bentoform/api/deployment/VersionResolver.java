package io.bentoform.api.deployment;

import io.bentoform.api.access.Principal;
import io.bentoform.api.bento.Artifact;
import io.bentoform.api.bento.Bento;
import io.bentoform.api.bento.Bentos;
import io.bentoform.api.cluster.Cluster;
import io.bentoform.api.cluster.InstanceTypes;
import io.bentoform.api.http.RequestBody;
import io.bentoform.api.secret.SecretType;
import io.bentoform.api.secret.Secrets;
import io.bentoform.api.wire.DeploymentConfig;
import io.bentoform.api.wire.Violation;
import io.helidon.dbclient.DbExecute;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Resolves what one version of a deployment names: its bento with its models, services and instance
 * types, and whether all required environment variables are set.
 *
 * @param attached the secrets of all versions
 * @param known the bentos of versions that need not be found, by the pointer to their settings
 * @param violations receives what is wrong
 */
record VersionResolver(
    DbExecute execute,
    Bentos bentos,
    Principal principal,
    Cluster cluster,
    List<Secrets.Resolved> attached,
    Map<String, Bento> known,
    List<Violation> violations) {

  /** A version; valid only when there are no violations. */
  record Resolved(Optional<Bento> bento, List<Revision.AttachedModel> models) {

    Optional<Revision.CanaryVersion> canary(String label) {
      return bento
          .filter(Bento::isUploaded)
          .map(
              found ->
                  new Revision.CanaryVersion(
                      label,
                      found,
                      Objects.requireNonNull(found.digest()),
                      found.entryService(),
                      models));
    }
  }

  /**
   * Resolves a version.
   *
   * @param pointer to the settings of the version in the request
   * @param dev whether it is for a codespace, which needs no archive of its bento
   */
  Resolved resolve(String pointer, String tag, DeploymentConfig config, boolean dev) {
    Optional<Bento> bento = bento(pointer, tag, dev);
    checkInstanceTypes(pointer, config);
    violations.addAll(KeyConflicts.find(pointer, attachedTo(config)));
    bento.ifPresent(found -> checkServices(pointer, found, config));
    bento.ifPresent(found -> checkRequiredVariables(pointer, found, config));
    return new Resolved(bento, bento.map(found -> models(pointer, found)).orElse(List.of()));
  }

  private List<Secrets.Resolved> attachedTo(DeploymentConfig config) {
    return attached.stream().filter(one -> config.secrets().contains(one.secret().name())).toList();
  }

  private Optional<Bento> bento(String pointer, String tag, boolean dev) {
    if (tag.isEmpty()) {
      return Optional.empty();
    }
    Optional<Bento> bento =
        Optional.ofNullable(known.get(pointer))
            .or(() -> bentos.resolve(execute, principal.organization(), tag));
    if (bento.isEmpty()) {
      violations.add(
          new Violation(
              pointer + "/bento",
              "bento_not_found",
              "There is no bento " + tag + " on this server. Push it first: bentoml push " + tag));
    } else if (!dev && !bento.get().isUploaded()) {
      violations.add(
          new Violation(pointer + "/bento", "bento_not_uploaded", notUploaded(bento.get(), tag)));
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

  private List<Revision.AttachedModel> models(String pointer, Bento bento) {
    List<Revision.AttachedModel> found = new ArrayList<>();
    for (Bentos.UsedModel used : bentos.models(execute, principal.organization(), bento)) {
      Optional<Artifact> model = used.model();
      String digest = model.map(Artifact::digest).orElse(null);
      if (model.isPresent() && digest != null) {
        found.add(
            new Revision.AttachedModel(
                model.get().repository().name(), model.get().version(), digest));
      } else {
        violations.add(
            new Violation(
                pointer + "/bento",
                model.isEmpty() ? "model_not_found" : "model_not_uploaded",
                "The bento "
                    + bento.tag()
                    + " uses the model "
                    + used.tag()
                    + (model.isEmpty()
                        ? ", which is not on this server."
                        : ", whose archive is not uploaded.")
                    + " Push it: bentoml models push "
                    + used.tag()));
      }
    }
    return found;
  }

  private void checkServices(String pointer, Bento bento, DeploymentConfig config) {
    Set<String> known = bento.services();
    config.services().keySet().stream()
        .filter(name -> !known.isEmpty() && !known.contains(name))
        .forEach(
            name ->
                violations.add(
                    new Violation(
                        pointer + "/services/" + RequestBody.escape(name),
                        "service_unknown",
                        "The bento "
                            + bento.tag()
                            + " has no service "
                            + name
                            + ". It has: "
                            + String.join(", ", known)
                            + ".")));
  }

  private void checkInstanceTypes(String pointer, DeploymentConfig config) {
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
                        pointer + "/services/" + RequestBody.escape(name) + "/instance_type",
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

  private void checkRequiredVariables(String pointer, Bento bento, DeploymentConfig config) {
    Set<String> given = new HashSet<>();
    DeploymentRules.names(config.envs()).forEach(given::add);
    config
        .services()
        .values()
        .forEach(service -> DeploymentRules.names(service.variables()).forEach(given::add));
    attachedTo(config).stream()
        .map(Secrets.Resolved::secret)
        .filter(secret -> secret.type() == SecretType.ENV && secret.stage().atRuntime())
        .forEach(secret -> given.addAll(secret.keyNames()));
    bento.declaredVariables().stream()
        .filter(variable -> variable.isRequired() && !given.contains(variable.name()))
        .forEach(
            variable ->
                violations.add(
                    new Violation(
                        pointer + "/envs",
                        "env_missing",
                        "The bento "
                            + bento.tag()
                            + " requires the environment variable "
                            + variable.name()
                            + ". Set it, or attach a secret that has it.")));
  }
}
