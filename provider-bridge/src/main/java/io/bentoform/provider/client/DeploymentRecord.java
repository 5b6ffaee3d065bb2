package io.bentoform.provider.client;

import io.bentoform.provider.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A deployment as returned by the API.
 *
 * @param revision number of the latest revision, null on a plain BentoCloud
 * @param observedRevision number of the revision that the replicas run, null when there are none or
 *     the API does not report it
 * @param main its main version
 * @param canary its canary versions, null when it has none
 * @param secrets the attached secrets of all versions; without keys where the API does not report
 *     what the replicas use
 * @param failure the reason of the last failed rollout, null when it did not fail or the API does
 *     not report it
 */
public record DeploymentRecord(
    Origin origin,
    String name,
    @Nullable String cluster,
    DeploymentStatus status,
    @Nullable Long revision,
    @Nullable Long observedRevision,
    List<String> urls,
    Map<String, String> labels,
    DeploymentVersion main,
    @Nullable CanaryRecord canary,
    List<HeldSecret> secrets,
    @Nullable String failure)
    implements ObjectRecord {

  /**
   * A secret attached to a deployment.
   *
   * @param uid of the secret that the replicas use, null when the API does not report it
   * @param keys that the running replicas use, null when the API does not report them
   * @param revision that they use; null when no replica runs or the secret no longer exists
   */
  public record HeldSecret(
      String name, @Nullable String uid, @Nullable Set<String> keys, @Nullable Long revision) {}

  static DeploymentRecord of(JsonObject json) {
    return new DeploymentRecord(
        Origin.of(json),
        json.text("name", ""),
        json.object("cluster").text("name"),
        new DeploymentStatus(json.text("status", "unknown")),
        json.integer("revision"),
        json.integer("observed_revision"),
        json.texts("urls"),
        json.pairs("labels", "key"),
        DeploymentVersion.of(mainTarget(json)),
        CanaryRecord.of(json),
        json.has("secrets") ? held(json) : named(json),
        failure(json));
  }

  /** With several targets, the main one is named "main" and the others are canaries. */
  public static JsonObject mainTarget(JsonObject deployment) {
    List<JsonObject> targets = targets(deployment);
    return targets.stream()
        .filter(target -> isMain(target, targets))
        .findFirst()
        .orElse(JsonObject.EMPTY);
  }

  static List<JsonObject> canaryTargets(JsonObject deployment) {
    List<JsonObject> targets = targets(deployment);
    return targets.stream().filter(target -> !isMain(target, targets)).toList();
  }

  private static boolean isMain(JsonObject target, List<JsonObject> all) {
    return all.size() == 1 || target.text("name", "").equals("main");
  }

  private static List<JsonObject> targets(JsonObject deployment) {
    return deployment.object("latest_revision").objects("targets");
  }

  /** The bento of a target as {@code name:version}; empty before the first rollout. */
  public static Optional<String> bentoOf(JsonObject target) {
    JsonObject bento = target.object("bento");
    return bento
        .object("repository")
        .optional("name")
        .flatMap(name -> bento.optional("version").map(version -> name + ":" + version));
  }

  /** A plain BentoCloud reports only the names. */
  private static List<HeldSecret> named(JsonObject json) {
    return targets(json).stream()
        .flatMap(target -> target.object("config").texts("secrets").stream())
        .distinct()
        .map(name -> new HeldSecret(name, null, null, null))
        .toList();
  }

  private static List<HeldSecret> held(JsonObject json) {
    List<HeldSecret> secrets = new ArrayList<>();
    for (JsonObject each : json.objects("secrets")) {
      secrets.add(
          new HeldSecret(
              each.text("name", ""),
              each.text("uid"),
              new TreeSet<>(each.texts("keys")),
              each.integer("revision")));
    }
    return secrets;
  }

  private static @Nullable String failure(JsonObject json) {
    return json.objects("conditions").stream()
        .filter(each -> each.text("type", "").equals("Rollout"))
        .filter(each -> each.text("status", "").equals("False"))
        .map(each -> each.text("reason", "Failed") + ": " + each.text("message", "no text"))
        .findFirst()
        .orElse(null);
  }
}
