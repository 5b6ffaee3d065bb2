package io.bentoform.provider.walk;

import io.bentoform.provider.bentocloud.ApiAccess;
import io.bentoform.provider.bentocloud.cluster.ClusterResource;
import io.bentoform.provider.bentocloud.cluster.InstanceTypeResource;
import io.bentoform.provider.bentocloud.token.TokenResource;
import io.bentoform.provider.cty.Value;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The resources beside secrets and deployments, as {@link ObjectWalkTest} walks them: what can be
 * configured, and what the rule is.
 *
 * @param path of an object, without what ends it
 * @param key the attribute that ends the path
 * @param choices the texts that an attribute can have; an empty one leaves it out
 * @param replacing attributes whose change needs another object
 */
record ObjectKind(
    Kind kind, String path, String key, Map<String, List<String>> choices, Set<String> replacing) {

  private static final ObjectKind CLUSTER =
      new ObjectKind(
          Kind.of(0, new ClusterResource(new ApiAccess())),
          "/api/v1/clusters/",
          "name",
          Map.of(),
          Set.of("name"));
  private static final ObjectKind INSTANCE_TYPE =
      new ObjectKind(
          Kind.of(0, new InstanceTypeResource(new ApiAccess())),
          "/api/v1/instance_types/",
          "name",
          Map.of(
              "cpu", List.of("500m", "2"),
              "memory", List.of("1Gi", "4Gi"),
              "price", List.of("", "1.20", "*"),
              "cluster", List.of("", "default")),
          Set.of("name"));
  private static final ObjectKind TOKEN =
      new ObjectKind(
          Kind.of(0, new TokenResource(new ApiAccess())),
          "/api/v1/api_tokens/",
          "uid",
          Map.of(
              "expires_at",
              List.of(
                  "", "2126-01-01T00:00:00Z", "2126-01-01T00:00:00.000Z", "2127-06-01T12:00:00Z"),
              "token_wo_version",
              List.of("", "1", "2")),
          Set.of("name", "token_wo_version"));

  static final List<ObjectKind> ALL = List.of(CLUSTER, INSTANCE_TYPE, TOKEN);

  private static final List<String> DESCRIPTIONS = List.of("", "first", "second, with é and \"");
  private static final int RENAMED_ONE_IN = 5;
  private static final Map<String, String> DEFAULTS =
      Map.of("description", "", "price", "*", "cluster", "default");
  private static final int TOKEN_LENGTH = 43;

  /** The address of an object, by its state. */
  String path(Value.Fields state) {
    return path + state.get(key).asText().orElseThrow();
  }

  /** The body of a change that somebody else makes. */
  Map<String, Object> change(String description) {
    return Map.of("description", description);
  }

  /**
   * A configuration.
   *
   * @param variant any number: each choice takes its part of it
   */
  Value.Fields config(Surroundings surroundings, int variant) {
    int rest = variant;
    Map<String, Value> config = new TreeMap<>();
    kind.schema().attributes().keySet().forEach(name -> config.put(name, Value.ofNull()));
    boolean renamed = rest % RENAMED_ONE_IN == 0;
    config.put("name", Value.text(surroundings.name("object", renamed ? 1 : 0)));
    rest /= RENAMED_ONE_IN;
    Map<String, List<String>> all = new TreeMap<>(choices);
    all.put("description", DESCRIPTIONS);
    for (Map.Entry<String, List<String>> choice : all.entrySet()) {
      String text = choice.getValue().get(rest % choice.getValue().size());
      rest /= choice.getValue().size();
      config.put(choice.getKey(), text.isEmpty() ? Value.ofNull() : Value.text(text));
    }
    if (isToken()) {
      config.put(
          "scopes",
          Value.setOfText(
              rest % 2 == 0
                  ? List.of("read_cluster")
                  : List.of("read_organization", "read_cluster")));
      config.put("token_wo", Value.text(token(surroundings, variant)));
    }
    return new Value.Fields(config);
  }

  private boolean isToken() {
    return kind.schema().attributes().containsKey("token_wo");
  }

  /** Another one at each writing, as an ephemeral source gives it, and with the canary in it. */
  private static String token(Surroundings surroundings, int variant) {
    String text = surroundings.canary() + "_" + variant;
    return "bf_" + text + "x".repeat(TOKEN_LENGTH - text.length());
  }

  /** What a configuration means: with defaults, with times as times, without the value. */
  Value.Fields meaning(Value.Fields config) {
    Map<String, Value> meaning = new TreeMap<>(config.entries());
    meaning.remove("token_wo");
    DEFAULTS.forEach(
        (name, text) ->
            meaning.computeIfPresent(
                name, (key, value) -> value.isNull() ? Value.text(text) : value));
    meaning.computeIfPresent(
        "expires_at",
        (name, value) ->
            value
                .asText()
                .map(Instant::parse)
                .map(Instant::toString)
                .map(Value::text)
                .orElse(value));
    return new Value.Fields(meaning);
  }

  /** Whether another object is needed. */
  boolean isReplaced(Value.Fields before, Value.Fields after) {
    boolean endless = before.get("expires_at").isPresent() && after.get("expires_at").isNull();
    return (isToken() && endless)
        || replacing.stream().anyMatch(name -> !before.get(name).equals(after.get(name)));
  }

  @Override
  public String toString() {
    return kind.toString();
  }
}
