package io.bentoform.provider.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls about deployments. A cluster of null means the API's default. */
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
    // The contract's own client always sends the parameter, empty for the default cluster.
    return path.contains("?") ? path : path + "?cluster=";
  }

  /** The deployment, or nothing when there is none of that name. */
  public Optional<DeploymentRecord> find(@Nullable String cluster, String name) {
    return reads.find(cluster, name);
  }

  /**
   * Makes a deployment; sent again with the same {@code uid} in the body it makes no second one.
   */
  public DeploymentRecord create(@Nullable String cluster, Map<String, @Nullable Object> body) {
    return DeploymentRecord.of(caller.send(Call.create(path(cluster), body)));
  }

  /** Replaces the configuration and rolls it out, whether it differs or not. */
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

  /** Asks what a create or update with this body would meet; nothing changes. */
  public List<ApiException.Detail> check(
      @Nullable String cluster, Map<String, @Nullable Object> body) {
    return checks.check(cluster, body);
  }

  /**
   * Begins to delete the deployment; one that is gone already is a success, and so is one in whose
   * place there is another one, which stays.
   *
   * @param uid null deletes any of this name
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
