package io.bentoform.provider.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Deployment operations. A null cluster means the API's default cluster. */
public final class DeploymentClient implements ObjectClient<DeploymentRecord> {

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

  @Override
  public Optional<DeploymentRecord> find(@Nullable String cluster, String name) {
    return reads.find(cluster, name);
  }

  /**
   * Creates a deployment.
   *
   * @param uid from {@link Origin#newUid}, or null when the API does not accept one
   */
  public DeploymentRecord create(
      @Nullable String cluster, @Nullable String uid, DeploymentContent content) {
    Map<String, @Nullable Object> body = content.creation();
    if (uid != null) {
      body.put("uid", uid);
    }
    return DeploymentRecord.of(caller.send(Call.create(path(cluster), body)));
  }

  /** Replaces the configuration and rolls it out, even if it is unchanged. */
  public DeploymentRecord roll(
      @Nullable String cluster, String name, DeploymentContent content, Expected expected) {
    Map<String, @Nullable Object> body = content.update();
    expected.addTo(body);
    return DeploymentRecord.of(caller.send(Call.change("PUT", path(cluster, name), body)));
  }

  /** Replaces the labels without a rollout. */
  public DeploymentRecord label(
      @Nullable String cluster, String name, Map<String, String> labels, Expected expected) {
    Map<String, @Nullable Object> body = Call.members();
    expected.addTo(body);
    body.put("labels", Pairs.labels(labels));
    return DeploymentRecord.of(caller.send(Call.change("PATCH", path(cluster, name), body)));
  }

  /** Validates a configuration without changing anything. */
  public CheckResult check(@Nullable String cluster, DeploymentContent content) {
    return checks.check(cluster, content.creation());
  }

  @Override
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
