package io.bentoform.api.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of a create, an update or a check of a deployment (contract C2), in JSON or YAML.
 *
 * @param uid additive: of a create alone; the same create again with it is no second one
 * @param name of a create alone; null lets the server choose one
 * @param cluster of a deployment file; on the wire it is a query parameter
 * @param labels null keeps those that there are
 * @param secrets names
 * @param services by the name of the BentoML service
 * @param managedBy additive: the tool that keeps the configuration, such as {@code terraform}; of
 *     an update, null says that none does any more
 * @param expectedSecretRevisions additive: the call is refused when a secret has moved on
 * @param expectedRevision additive: the update is refused when the deployment has moved on
 * @param expectedUid additive: the update is refused when it would meet another deployment of the
 *     name
 */
public record DeploymentRequest(
    @Nullable String uid,
    @Nullable String name,
    @Nullable String cluster,
    @Nullable Boolean dev,
    @Nullable String bento,
    @Nullable Boolean accessAuthorization,
    @Nullable List<DeploymentConfig.@Nullable Variable> envs,
    @Nullable List<Label> labels,
    @Nullable List<@Nullable String> secrets,
    @Nullable Map<String, DeploymentConfig.@Nullable Service> services,
    @Nullable Canary canary,
    @Nullable String managedBy,
    @Nullable Map<String, Integer> expectedSecretRevisions,
    @Nullable Integer expectedRevision,
    @Nullable String expectedUid) {

  /** The body of many checks at once. */
  public record Checks(@Nullable List<@Nullable DeploymentRequest> deployments) {}

  /**
   * The body of a rollback.
   *
   * @param revision the number of an earlier revision
   */
  public record Rollback(
      @Nullable Integer revision,
      @Nullable Integer expectedRevision,
      @Nullable String expectedUid) {}

  /** The body of a change of labels alone. */
  public record Metadata(
      @Nullable List<Label> labels,
      @Nullable Integer expectedRevision,
      @Nullable String expectedUid) {}

  /** A request for what there is already. */
  public static DeploymentRequest of(
      String bento, DeploymentConfig config, @Nullable String managedBy) {
    return new DeploymentRequest(
        null,
        null,
        null,
        null,
        bento,
        config.accessAuthorization(),
        new ArrayList<DeploymentConfig.@Nullable Variable>(config.envs()),
        null,
        new ArrayList<@Nullable String>(config.secrets()),
        new LinkedHashMap<String, DeploymentConfig.@Nullable Service>(config.services()),
        config.canary(),
        managedBy,
        null,
        null,
        null);
  }

  /** The part that a revision keeps, without elements that are null. */
  public DeploymentConfig config() {
    return new DeploymentConfig(
        Boolean.TRUE.equals(accessAuthorization),
        DeploymentConfig.kept(envs),
        DeploymentConfig.names(secrets),
        DeploymentConfig.keptServices(services),
        canary == null || canary.given().isEmpty() ? null : canary);
  }
}
