package io.bentoform.provider.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Deployment operations. A null cluster means the API's default cluster. */
public final class DeploymentClient {

  private final HttpCaller caller;
  private final NamedReads<DeploymentRecord> reads;
  private final Checks checks;

  DeploymentClient(HttpCaller caller, Supplier<Capabilities> capabilities) {
    this.caller = caller;
    this.reads =
        new NamedReads<>(caller, capabilities, DeploymentClient::path, DeploymentRecord::of);
    this.checks = new Checks(caller, capabilities, DeploymentClient::path);
  }

  private static String path(@Nullable String cluster, String... more) {
    List<String> segments = new ArrayList<>(List.of("api", "v2", "deployments"));
    segments.addAll(List.of(more));
    String path = Call.path(cluster, segments);
    // As the bentoml client does, always send the parameter, empty for the default cluster.
    return path.contains("?") ? path : path + "?cluster=";
  }

  /** Finds a deployment by name. */
  public Optional<DeploymentRecord> find(@Nullable String cluster, String name) {
    return reads.find(cluster, name);
  }

  /** Creates a deployment; idempotent when the body contains a {@code uid}. */
  public DeploymentRecord create(@Nullable String cluster, Map<String, @Nullable Object> body) {
    return DeploymentRecord.of(caller.send(Call.create(path(cluster), body)));
  }

  /** Replaces the configuration and rolls it out, even if it is unchanged. */
  public DeploymentRecord roll(
      @Nullable String cluster,
      String name,
      Map<String, @Nullable Object> configuration,
      Expected expected) {
    Map<String, @Nullable Object> body = Call.members();
    body.putAll(configuration);
    expected.addTo(body);
    return DeploymentRecord.of(caller.send(Call.change("PUT", path(cluster, name), body)));
  }

  /** Replaces the labels without a rollout. */
  public DeploymentRecord label(
      @Nullable String cluster, String name, List<@Nullable Object> labels, Expected expected) {
    Map<String, @Nullable Object> body = Call.members();
    expected.addTo(body);
    body.put("labels", labels);
    return DeploymentRecord.of(caller.send(Call.change("PATCH", path(cluster, name), body)));
  }

  /** Validates a create or update body without changing anything. */
  public CheckResult check(@Nullable String cluster, Map<String, @Nullable Object> body) {
    return checks.check(cluster, body);
  }

  /**
   * Starts to delete the deployment. Succeeds when it no longer exists; another deployment of the
   * same name is not deleted.
   *
   * @param uid null deletes any object of this name
   */
  public void delete(@Nullable String cluster, String name, @Nullable String uid) {
    try {
      caller.send(Call.delete(path(cluster, name)).with("expected_uid", uid));
    } catch (ApiException e) {
      if (!e.isGone()) {
        throw e;
      }
    }
  }
}
