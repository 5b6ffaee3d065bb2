package io.bentoform.provider.bentocloud.deployment;

import io.bentoform.provider.bentocloud.ApiErrors;
import io.bentoform.provider.client.ApiException;
import io.bentoform.provider.client.DeploymentRecord;
import io.bentoform.provider.cty.Path;
import io.bentoform.provider.diag.Diagnostic;
import java.util.List;

/** Diagnostics about deployments. */
final class DeploymentErrors {

  private DeploymentErrors() {}

  static Diagnostic secretMissing(int index, String name) {
    return Diagnostic.error(
        Path.of(DeploymentSchema.SECRETS).index(index).attribute(DeploymentSchema.NAME),
        "The secret \"" + name + "\" does not exist",
        "If this configuration creates the secret, attach the resource itself (secrets ="
            + " [bentocloud_secret.NAME]). Otherwise create it first.");
  }

  static Diagnostic attachedSecretMissing(int index, String name) {
    return Diagnostic.warning(
        Path.of(DeploymentSchema.SECRETS).index(index).attribute(DeploymentSchema.NAME),
        "The secret \"" + name + "\" no longer exists",
        "The running replicas keep its values, but the next start of the deployment fails. Recreate"
            + " the secret or detach it.");
  }

  static Diagnostic sharedKeys(String one, String other, List<String> keys) {
    return Diagnostic.warning(
        Path.of(DeploymentSchema.SECRETS),
        "Two attached secrets share a key",
        "The secrets \""
            + one
            + "\" and \""
            + other
            + "\" both contain "
            + String.join(", ", keys)
            + ". The API rejects the deployment if their values differ. Remove one of them or"
            + " detach a secret.");
  }

  static Diagnostic rollout(String name, String status, String why) {
    return Diagnostic.error(
        "The rollout of the deployment \"" + name + "\" failed",
        "Its status is \"" + status + "\". " + why);
  }

  static Diagnostic notReady(
      Diagnostic.Severity severity, String name, String status, String what) {
    return new Diagnostic(
        severity,
        "The rollout of the deployment \"" + name + "\" is not finished",
        what
            + " Its status was \""
            + status
            + "\". The rollout continues; the next plan reports its result.",
        Path.ROOT);
  }

  /** The warning of a refresh, after which the plan proposes another rollout. */
  static Diagnostic notRunning(DeploymentRecord record) {
    String failure = record.failure();
    return Diagnostic.warning(
        Path.of(DeploymentSchema.STATUS),
        "The deployment \"" + record.name() + "\" is not running as configured",
        "Its status is \""
            + record.status()
            + "\". "
            + (failure == null ? "" : failure + " ")
            + "The plan proposes to roll it out again.");
  }

  static Diagnostic stillRollingOut(DeploymentRecord record) {
    return Diagnostic.warning(
        Path.of(DeploymentSchema.STATUS),
        "The rollout of the deployment \"" + record.name() + "\" is still not finished",
        "The last apply did not wait until it was complete. Its status is \""
            + record.status()
            + "\".");
  }

  /**
   * The warning about a setting that the API accepts and does not honour. It names the attribute,
   * for a host shows the whole resource when that is within another one.
   */
  static Diagnostic notHonoured(ApiException.Detail warning, DeploymentState goal) {
    Path path = path(warning.pointer(), goal);
    return Diagnostic.warning(
        path,
        "The API would not honour this setting",
        path.equals(Path.ROOT) ? warning.text() : path + ": " + warning.text());
  }

  /** The diagnostics of a failed call, on the attributes that the API's JSON pointers refer to. */
  static List<Diagnostic> call(String doing, DeploymentState state, ApiException e) {
    if (e.problem().equals("another_object")) {
      return List.of(
          Diagnostic.error(
              "The deployment \"" + state.name() + "\" was recreated outside of Terraform",
              "It was deleted and another one of the same name was created after Terraform had read"
                  + " it. Nothing was changed. Plan again, with refresh."));
    }
    if (e.problem().equals("revision_moved") && e.details().isEmpty()) {
      return List.of(
          Diagnostic.error(
              Path.of(DeploymentSchema.SECRETS),
              "An attached secret was changed after the plan",
              e.text() + " Nothing was rolled out. Plan again."));
    }
    return ApiErrors.describe(
        doing + " the deployment \"" + state.name() + "\"", e, pointer -> path(pointer, state));
  }

  /** Maps a JSON pointer into the request body to an attribute path. */
  static Path path(String pointer, DeploymentState state) {
    List<String> segments = ApiErrors.segments(pointer);
    String first = segments.isEmpty() ? "" : segments.getFirst();
    if (!DeploymentSchema.SCHEMA.attributes().containsKey(first)) {
      return Path.ROOT;
    }
    Path path = Path.of(first);
    List<String> rest = segments.subList(1, segments.size());
    return switch (first) {
      case DeploymentSchema.SECRETS -> index(path, rest);
      case DeploymentSchema.ENVS, DeploymentSchema.LABELS ->
          entry(path, rest, List.copyOf(state.get(first).asTextMap().keySet()));
      case DeploymentSchema.SERVICES -> service(path, rest, state);
      default -> path;
    };
  }

  private static Path index(Path list, List<String> rest) {
    return rest.isEmpty() || !isIndex(rest.getFirst())
        ? list
        : list.index(Integer.parseInt(rest.getFirst())).attribute(DeploymentSchema.NAME);
  }

  /** A map is sent as an array of pairs: the index is that of the key in the order of the map. */
  private static Path entry(Path map, List<String> rest, List<String> keys) {
    if (rest.isEmpty() || !isIndex(rest.getFirst())) {
      return map;
    }
    int index = Integer.parseInt(rest.getFirst());
    return index < keys.size() ? map.key(keys.get(index)) : map;
  }

  private static Path service(Path services, List<String> rest, DeploymentState state) {
    if (rest.isEmpty()) {
      return services;
    }
    String name = rest.getFirst();
    Path service = services.key(name);
    if (rest.size() == 1) {
      return service;
    }
    String member = rest.get(1);
    Path path = service.attribute(member);
    List<String> deeper = rest.subList(2, rest.size());
    return switch (member) {
      case DeploymentSchema.ENVS -> {
        var settings = state.get(DeploymentSchema.SERVICES).asMap().get(name);
        var envs = settings == null ? null : settings.asMap().get(DeploymentSchema.ENVS);
        yield entry(
            path, deeper, envs == null ? List.of() : List.copyOf(envs.asTextMap().keySet()));
      }
      case DeploymentSchema.SCALING -> deeper.isEmpty() ? path : path.attribute(deeper.getFirst());
      case DeploymentSchema.INSTANCE_TYPE,
          DeploymentSchema.STRATEGY,
          DeploymentSchema.OVERRIDES,
          DeploymentSchema.COLD_START ->
          path;
      default -> service;
    };
  }

  private static boolean isIndex(String text) {
    return text.matches("\\d{1,6}");
  }
}
