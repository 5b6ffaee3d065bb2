package io.bentoform.provider.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Secret operations. A null cluster means the API's default cluster. */
public final class SecretClient implements ObjectClient<SecretRecord> {

  private static final List<String> PATH = List.of("api", "v1", "org_secrets");

  private final HttpCaller caller;
  private final NamedReads<SecretRecord> reads;
  private final Comparisons comparisons;

  SecretClient(HttpCaller caller, Supplier<Capabilities> capabilities) {
    this.caller = caller;
    this.reads = new NamedReads<>(caller, capabilities, SecretClient::path, SecretRecord::of);
    this.comparisons = new Comparisons(caller, capabilities, SecretClient::path);
  }

  private static String path(@Nullable String cluster, String... more) {
    List<String> segments = new ArrayList<>(PATH);
    segments.addAll(List.of(more));
    return Call.path(cluster, segments);
  }

  @Override
  public Optional<SecretRecord> find(@Nullable String cluster, String name) {
    return reads.find(cluster, name);
  }

  /**
   * Creates a secret.
   *
   * @param uid from {@link Origin#newUid}, or null when the API does not accept one
   */
  public SecretRecord create(
      @Nullable String cluster,
      @Nullable String uid,
      String name,
      String description,
      SecretContent content) {
    Map<String, @Nullable Object> body = Call.members();
    if (uid != null) {
      body.put("uid", uid);
    }
    body.put("name", name);
    body.put("description", description);
    body.put("content", content.body());
    Call call = Call.create(path(cluster), body).hiding(content.hidden());
    return SecretRecord.of(caller.send(call));
  }

  /**
   * Replaces the content, the description, or both.
   *
   * @param content null to keep the content
   */
  public SecretRecord update(
      @Nullable String cluster,
      String name,
      String description,
      @Nullable SecretContent content,
      Expected expected) {
    Map<String, @Nullable Object> body = Call.members();
    body.put("description", description);
    body.put("content", content == null ? null : content.body());
    expected.addTo(body);
    Call call =
        Call.change("PATCH", path(cluster, name), body)
            .hiding(content == null ? Set.of() : content.hidden());
    return SecretRecord.of(caller.send(call));
  }

  @Override
  public List<SecretRecord> all(@Nullable String cluster, @Nullable String query) {
    return new JsonObjects(caller, PATH)
        .all(cluster, query).stream().map(SecretRecord::of).toList();
  }

  @Override
  public void delete(@Nullable String cluster, String name, @Nullable String uid) {
    JsonObjects.delete(caller, path(cluster, name), uid);
  }

  /**
   * The differences between values and a secret, by key.
   *
   * @param uid of the secret that was compared, null when the API does not report it
   * @param revision the revision that was compared
   */
  public record Comparison(
      @Nullable String uid,
      long revision,
      Set<String> added,
      Set<String> removed,
      Set<String> changed) {}

  /** Compares values with those of the secret; no value is returned. */
  public Comparison compare(@Nullable String cluster, String name, Map<String, String> values) {
    return comparisons.compare(cluster, name, values);
  }
}
