package io.bentoform.provider.client;

import io.bentoform.provider.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Compares values with those of secrets, in batches where the API supports it. No value is
 * returned.
 */
final class Comparisons {

  /** Limits of a batch, well below the API's own limits. */
  private static final int MAX_BATCH = 100;

  private static final int MAX_CHARACTERS = 1 << 20;

  private final HttpCaller caller;
  private final Supplier<Capabilities> capabilities;
  private final NamedReads.Paths paths;
  private final ClusterQueries<Candidate, SecretClient.Comparison> queries;

  /** Values to compare with those of a secret; {@code toString} omits them. */
  record Candidate(String name, Map<String, String> values) {
    int characters() {
      return values.values().stream().mapToInt(String::length).sum();
    }

    @Override
    public String toString() {
      return "Candidate[" + name + "]";
    }
  }

  Comparisons(HttpCaller caller, Supplier<Capabilities> capabilities, NamedReads.Paths paths) {
    this.caller = caller;
    this.capabilities = capabilities;
    this.paths = paths;
    this.queries = new ClusterQueries<>(MAX_BATCH, this::sendOne, this::sendBatch);
  }

  SecretClient.Comparison compare(
      @Nullable String cluster, String name, Map<String, String> values) {
    return queries.ask(cluster, new Candidate(name, Map.copyOf(values)));
  }

  private Map<Candidate, SecretClient.Comparison> sendBatch(
      @Nullable String cluster, List<Candidate> candidates) {
    List<Candidate> some = batch(candidates);
    return some.size() > 1 && capabilities.get().comparesManySecrets()
        ? many(cluster, some)
        : Map.of();
  }

  /** The candidates that fit into one batch. */
  static List<Candidate> batch(List<Candidate> candidates) {
    List<Candidate> some = new ArrayList<>();
    Set<String> names = new HashSet<>();
    int characters = 0;
    for (Candidate candidate : candidates) {
      int total = characters + candidate.characters();
      // A batch contains each secret once; candidates that do not fit are compared individually.
      if (total <= MAX_CHARACTERS && names.add(candidate.name())) {
        some.add(candidate);
        characters = total;
      }
    }
    return some;
  }

  private Map<Candidate, SecretClient.Comparison> many(
      @Nullable String cluster, List<Candidate> candidates) {
    List<@Nullable Object> secrets = new ArrayList<>();
    Set<String> hidden = new TreeSet<>();
    for (Candidate candidate : candidates) {
      Map<String, @Nullable Object> secret = Call.members();
      secret.put("name", candidate.name());
      secret.put("items", items(candidate));
      secrets.add(secret);
      hidden.addAll(candidate.values().values());
    }
    Map<String, @Nullable Object> body = Call.members();
    body.put("secrets", secrets);
    JsonObject answer = caller.send(Call.ask(paths.of(cluster, "compare"), body).hiding(hidden));
    Map<String, SecretClient.Comparison> compared = new HashMap<>();
    for (JsonObject each : answer.objects("items")) {
      String name = each.text("name", "");
      compared.put(name, comparison(name, each));
    }
    Map<Candidate, SecretClient.Comparison> answers = new HashMap<>();
    for (Candidate candidate : candidates) {
      SecretClient.Comparison comparison = compared.get(candidate.name());
      // A secret missing in the response is compared individually, to get the API's error message.
      if (comparison != null) {
        answers.put(candidate, comparison);
      }
    }
    return answers;
  }

  private SecretClient.Comparison sendOne(@Nullable String cluster, Candidate candidate) {
    Map<String, @Nullable Object> body = Call.members();
    body.put("items", items(candidate));
    Call call = Call.ask(paths.of(cluster, candidate.name(), "compare"), body);
    Set<String> hidden = new TreeSet<>(candidate.values().values());
    return comparison(candidate.name(), caller.send(call.hiding(hidden)));
  }

  private static List<@Nullable Object> items(Candidate candidate) {
    List<@Nullable Object> items = new ArrayList<>();
    candidate
        .values()
        .forEach(
            (key, value) -> {
              Map<String, @Nullable Object> item = Call.members();
              item.put("key", key);
              item.put("value", value);
              items.add(item);
            });
    return items;
  }

  private static SecretClient.Comparison comparison(String name, JsonObject answer) {
    Long revision = answer.integer("revision");
    if (revision == null) {
      throw new ApiException(
          ApiException.Kind.UNEXPECTED_RESPONSE,
          "The API returned no revision for the comparison of the secret \"" + name + "\".");
    }
    return new SecretClient.Comparison(
        answer.text("uid"),
        revision,
        new TreeSet<>(answer.texts("added")),
        new TreeSet<>(answer.texts("removed")),
        new TreeSet<>(answer.texts("changed")));
  }
}
