package io.bentoform.provider.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls about secrets. A cluster of null means the API's default. */
public final class SecretClient {

  private final HttpCaller caller;
  private final NamedReads<SecretRecord> reads;
  private final Comparisons comparisons;

  SecretClient(HttpCaller caller, Supplier<Capabilities> capabilities) {
    this.caller = caller;
    this.reads = new NamedReads<>(caller, capabilities, SecretClient::path, SecretRecord::of);
    this.comparisons = new Comparisons(caller, capabilities, SecretClient::path);
  }

  private static String path(@Nullable String cluster, String... more) {
    List<String> segments = new ArrayList<>(List.of("api", "v1", "org_secrets"));
    segments.addAll(List.of(more));
    return Call.path(cluster, segments);
  }

  /** The secret, or nothing when there is none of that name. */
  public Optional<SecretRecord> find(@Nullable String cluster, String name) {
    return reads.find(cluster, name);
  }

  /**
   * Makes a secret.
   *
   * @param uid from {@link Origin#newUid}, or null where the API chooses it alone
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
   * @param content null leaves the content as it is
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

  /**
   * Deletes the secret; one that is gone already is a success, and so is one in whose place there
   * is another one, which stays.
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

  /**
   * What differs between values and a secret, by key.
   *
   * @param uid of the secret that was compared, null when the API does not say
   * @param revision the revision that was compared
   */
  public record Comparison(
      @Nullable String uid,
      long revision,
      Set<String> added,
      Set<String> removed,
      Set<String> changed) {}

  /** Compares values with those of the secret; no value comes back. */
  public Comparison compare(@Nullable String cluster, String name, Map<String, String> values) {
    return comparisons.compare(cluster, name, values);
  }
}
