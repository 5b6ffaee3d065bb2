package io.bentoform.api.terraform;

import io.bentoform.api.wire.ArtifactResponse;
import io.bentoform.api.wire.DeploymentConfig;
import io.bentoform.api.wire.DeploymentResponse;
import io.bentoform.api.wire.Label;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A deployment as code, with what its first plan has to say where that is not empty. */
final class DeploymentCode {
  static final String TYPE = "bentocloud_deployment";

  /** The provider proposes a rollout of what does not run as it is configured. */
  private static final Set<String> NOT_RUNNING =
      Set.of("failed", "image-build-failed", "terminating", "terminated");

  private final DeploymentResponse deployment;
  private final String identifier;
  private final Function<String, Optional<String>> secrets;

  /**
   * A deployment.
   *
   * @param identifier of the resource
   * @param secrets the identifier of the resource of a secret, if the configuration has one
   */
  DeploymentCode(
      DeploymentResponse deployment,
      String identifier,
      Function<String, Optional<String>> secrets) {
    this.deployment = deployment;
    this.identifier = identifier;
    this.secrets = secrets;
  }

  void write(HclWriter out) {
    out.blank()
        .block(
            "import",
            List.of(),
            Imports.of(TYPE, identifier, deployment.cluster(), deployment.resource()))
        .blank();
    notes().forEach(out::comment);
    out.block("resource", List.of(TYPE, identifier), arguments());
  }

  private List<DeploymentResponse.Target> targets() {
    return deployment.latestRevision().targets();
  }

  private DeploymentConfig config() {
    return targets().getFirst().config();
  }

  private Map<String, Expression> arguments() {
    DeploymentConfig config = config();
    Map<String, Expression> arguments = Imports.name(deployment.cluster(), deployment.resource());
    arguments.put("bento", Expression.text(tag(targets().getFirst().bento())));
    if (!config.secrets().isEmpty()) {
      arguments.put("secrets", references(config.secrets()));
    }
    if (config.accessAuthorization()) {
      arguments.put("access_authorization", Expression.verbatim("true"));
    }
    if (!config.envs().isEmpty()) {
      arguments.put("envs", ServiceCode.variables(config.envs()));
    }
    Map<String, String> labels = new LinkedHashMap<>();
    for (Label label : deployment.resource().labels()) {
      labels.put(label.key(), label.value());
    }
    if (!labels.isEmpty()) {
      arguments.put("labels", Expression.texts(labels));
    }
    Map<String, Expression> services = ServiceCode.of(config.services());
    if (!services.isEmpty()) {
      arguments.put("services", new Expression.Fields(services));
    }
    DeploymentResponse.Routing routing = deployment.manifest().routing();
    if (routing != null && targets().size() > 1) {
      arguments.put("canary", CanaryCode.of(routing, targets(), this::references));
    }
    return arguments;
  }

  /** In the order of the API: another one would be a change, though none of the replicas. */
  private Expression references(List<String> names) {
    return new Expression.Tuple(names.stream().map(this::reference).toList());
  }

  private Expression reference(String secret) {
    return secrets
        .apply(secret)
        .map(resource -> Expression.verbatim(SecretCode.TYPE + "." + resource))
        .orElseGet(() -> new Expression.Fields(Map.of("name", Expression.text(secret))));
  }

  static String tag(ArtifactResponse bento) {
    return switch (Objects.requireNonNull(bento.repository())) {
      case ArtifactResponse.BentoRepository of -> of.resource().name() + ":" + bento.version();
      case ArtifactResponse.ModelRepository of ->
          throw new IllegalStateException(of.resource().name() + " is a model");
    };
  }

  /** Lines for people: what the first plan will do, and what a later one would lose. */
  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (NOT_RUNNING.contains(deployment.status()) || isLatestUnhealthy()) {
      notes.add("It is " + deployment.status() + ": the first plan proposes a rollout.");
    }
    deployment.secrets().forEach(secret -> note(secret).ifPresent(notes::add));
    boolean extras =
        targets().stream()
            .flatMap(target -> target.config().services().values().stream())
            .anyMatch(ServiceCode::hasExtras);
    if (extras) {
      notes.add("A service has extras, which have no argument: the next rollout removes them.");
    }
    return notes;
  }

  /** The replicas of an earlier revision are unhealthy, and those of the latest never ran. */
  private boolean isLatestUnhealthy() {
    Integer observed = deployment.observedRevision();
    return deployment.status().equals("unhealthy")
        && observed != null
        && observed != deployment.revision();
  }

  private static Optional<String> note(DeploymentResponse.SecretState secret) {
    return switch (secret.state()) {
      case "value_changed" ->
          Optional.of(
              "The secret " + secret.name() + " has changed since: the first plan restarts it.");
      case "keys_changed" ->
          Optional.of(
              "The secret "
                  + secret.name()
                  + " has other keys since: the first plan replaces it (see recreate_on_key_change).");
      case "missing" ->
          Optional.of(
              "The secret "
                  + secret.name()
                  + " does not exist: the next rollout fails without it.");
      default -> Optional.empty();
    };
  }
}
