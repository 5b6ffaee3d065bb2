package io.bentoform.provider.client;

import io.bentoform.provider.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Compares values with those of secrets, many at once where the API can. No value comes back. */
final class Comparisons {

  /** What the API takes at once, and what stays well below its limit for a body. */
  private static final int MOST = 100;

  private static final int MOST_CHARACTERS = 1 << 20;

  private final HttpCaller caller;
  private final Supplier<Capabilities> capabilities;
  private final NamedReads.Paths paths;
  private final Map<String, Joined<Candidate, Supplier<SecretClient.Comparison>>> byCluster =
      new ConcurrentHashMap<>();

  /** Values to compare with those of a secret. It has no text form. */
  private record Candidate(String name, Map<String, String> values) {
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
  }

  SecretClient.Comparison compare(
      @Nullable String cluster, String name, Map<String, String> values) {
    return byCluster
        .computeIfAbsent(
            cluster == null ? "" : cluster,
            key -> new Joined<>(MOST, candidates -> together(cluster, candidates)))
        .ask(new Candidate(name, Map.copyOf(values)))
        .get();
  }

  /** Where the API cannot, whoever asked goes on by itself, beside the others. */
  private Map<Candidate, Supplier<SecretClient.Comparison>> together(
      @Nullable String cluster, List<Candidate> candidates) {
    if (candidates.size() == 1) {
      // Here, so that those who come meanwhile wait for it and are joined.
      SecretClient.Comparison compared = alone(cluster, candidates.getFirst());
      return Map.of(candidates.getFirst(), () -> compared);
    }
    Map<Candidate, Supplier<SecretClient.Comparison>> answers = new LinkedHashMap<>();
    List<Candidate> some = new ArrayList<>();
    Set<String> names = new HashSet<>();
    int characters = 0;
    for (Candidate candidate : candidates) {
      answers.put(candidate, () -> alone(cluster, candidate));
      characters += candidate.characters();
      // A secret is named once in a request, and a large one goes by itself.
      if (characters <= MOST_CHARACTERS && names.add(candidate.name())) {
        some.add(candidate);
      }
    }
    if (some.size() > 1 && capabilities.get().comparesManySecrets()) {
      answers.putAll(many(cluster, some));
    }
    return answers;
  }

  private Map<Candidate, Supplier<SecretClient.Comparison>> many(
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
    Map<String, SecretClient.Comparison> compared = new LinkedHashMap<>();
    for (JsonObject each : answer.objects("items")) {
      String name = each.text("name", "");
      compared.put(name, comparison(name, each));
    }
    Map<Candidate, Supplier<SecretClient.Comparison>> answers = new LinkedHashMap<>();
    for (Candidate candidate : candidates) {
      SecretClient.Comparison comparison = compared.get(candidate.name());
      // Alone, the answer about one that is missing has the API's own words.
      if (comparison != null) {
        answers.put(candidate, () -> comparison);
      }
    }
    return answers;
  }

  private SecretClient.Comparison alone(@Nullable String cluster, Candidate candidate) {
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
          ApiException.Kind.FOREIGN_ANSWER, "The comparison of " + name + " names no revision.");
    }
    return new SecretClient.Comparison(
        answer.text("uid"),
        revision,
        new TreeSet<>(answer.texts("added")),
        new TreeSet<>(answer.texts("removed")),
        new TreeSet<>(answer.texts("changed")));
  }
}
