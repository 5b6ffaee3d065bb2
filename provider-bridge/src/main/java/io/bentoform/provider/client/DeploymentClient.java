package io.bentoform.provider.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Deployment operations. A null cluster means the API's default cluster. */
public final class DeploymentClient implements ObjectClient<DeploymentRecord> {

  private static final List<String> PATH = List.of("api", "v2", "deployments");

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
    List<String> segments = new ArrayList<>(PATH);
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
   * @param config its configuration, in the API's form
   */
  public DeploymentRecord create(
      @Nullable String cluster,
      @Nullable String uid,
      String name,
      Map<String, @Nullable Object> config) {
    Map<String, @Nullable Object> body = creation(name, config);
    if (uid != null) {
      body.put("uid", uid);
    }
    return DeploymentRecord.of(caller.send(Call.create(path(cluster), body)));
  }

  private static Map<String, @Nullable Object> creation(
      @Nullable String name, Map<String, @Nullable Object> config) {
    Map<String, @Nullable Object> body = Call.members();
    body.putAll(config);
    body.put("name", name);
    body.put("dev", false);
    return body;
  }

  /** Replaces the configuration and rolls it out, even if it is unchanged. */
  public DeploymentRecord roll(
      @Nullable String cluster,
      String name,
      Map<String, @Nullable Object> config,
      Expected expected) {
    Map<String, @Nullable Object> body = Call.members();
    body.putAll(config);
    expected.addTo(body);
    return DeploymentRecord.of(caller.send(Call.change("PUT", path(cluster, name), body)));
  }

  /** Restarts it with the same configuration and the secrets as they are now. */
  public DeploymentRecord restart(@Nullable String cluster, String name) {
    return DeploymentRecord.of(
        caller.send(Call.change("PUT", path(cluster, name, "void_update"), Call.members())));
  }

  /** Goes back to an earlier revision, by a new one. */
  public DeploymentRecord rollBack(@Nullable String cluster, String name, long revision) {
    Map<String, @Nullable Object> body = Call.members();
    body.put("revision", revision);
    return DeploymentRecord.of(
        caller.send(Call.change("POST", path(cluster, name, "rollback"), body)));
  }

  /** The number of the newest revision before the latest one that is kept; empty for none. */
  public Optional<Long> previousRevision(@Nullable String cluster, String name) {
    return caller.send(Call.get(path(cluster, name, "revisions"))).objects("items").stream()
        .filter(each -> !each.text("status", "").equals("active"))
        .flatMap(each -> Stream.ofNullable(each.integer("revision")))
        .findFirst();
  }

  /** Replaces the labels without a rollout. */
  public DeploymentRecord label(
      @Nullable String cluster, String name, Map<String, String> labels, Expected expected) {
    Map<String, @Nullable Object> body = Call.members();
    expected.addTo(body);
    body.put("labels", Pairs.labels(labels));
    return DeploymentRecord.of(caller.send(Call.change("PATCH", path(cluster, name), body)));
  }

  /**
   * Validates a configuration without changing anything.
   *
   * @param name null where it is not known yet
   */
  public CheckResult check(
      @Nullable String cluster, @Nullable String name, Map<String, @Nullable Object> config) {
    return checks.check(cluster, creation(name, config));
  }

  @Override
  public List<DeploymentRecord> all(@Nullable String cluster, @Nullable String query) {
    return new JsonObjects(caller, PATH)
        .all(cluster, query).stream().map(DeploymentRecord::of).toList();
  }

  /** Those whose configuration no tool keeps, where the API knows. */
  public List<DeploymentRecord> unmanaged(@Nullable String cluster) {
    return all(cluster, "not:managed");
  }

  @Override
  public void delete(@Nullable String cluster, String name, @Nullable String uid) {
    JsonObjects.delete(caller, path(cluster, name), uid);
  }
}
