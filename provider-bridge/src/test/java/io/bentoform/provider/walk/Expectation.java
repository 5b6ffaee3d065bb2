package io.bentoform.provider.walk;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.provider.cty.Value;
import io.bentoform.provider.json.JsonObject;
import io.bentoform.provider.walk.Change.Action;
import io.bentoform.provider.walk.Rule.Effect;
import io.bentoform.provider.walk.Rule.SecretOutcome;
import io.bentoform.provider.walk.Truth.Content;
import io.bentoform.provider.walk.Truth.Deployment;
import io.bentoform.provider.walk.Truth.Secret;
import io.bentoform.provider.walk.Truth.Seen;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** What the rule says of steps, and whether plans, states and the server say the same. */
final class Expectation {

  private final Server server;
  private final Outside outside;
  private final Map<Integer, String> uids = new HashMap<>();
  private int identities;

  Expectation(Server server, Outside outside) {
    this.server = server;
    this.outside = outside;
  }

  /** The identity of something that is about to be made. */
  int next() {
    return ++identities;
  }

  /** What a step from here to there must do. */
  Step of(Truth truth, Wanted wanted) {
    NavigableMap<Address, Action> actions = new TreeMap<>();
    Map<String, Seen> planned = new HashMap<>(truth.seen());
    Truth after = truth;
    for (String label : truth.secrets().keySet()) {
      if (!wanted.secrets().containsKey(label) && !label.equals(Truth.ELSEWHERE)) {
        actions.put(Wanted.secret(label), Action.DELETE);
        after = after.with(label, Optional.empty());
      }
    }
    for (Map.Entry<String, Value.Fields> each : wanted.secrets().entrySet()) {
      String label = each.getKey();
      Optional<Secret> there = Optional.ofNullable(truth.secrets().get(label));
      SecretOutcome outcome = Rule.secret(there, each.getValue(), next());
      actions.put(Wanted.secret(label), outcome.action());
      planned.put(outcome.after().name(), outcome.planned());
      after = after.with(label, Optional.of(outcome.after()));
    }
    if (wanted.deployment().isEmpty()) {
      truth.deployment().ifPresent(there -> actions.put(Wanted.DEPLOYMENT, Action.DELETE));
      return new Step(
          wanted, actions, Effect.NOTHING, Effect.NOTHING, after.with(Optional.empty()));
    }
    Effect effect = Rule.deployment(truth.deployment(), wanted, planned);
    Effect really = Rule.deployment(truth.deployment(), wanted, after.seen());
    actions.put(Wanted.DEPLOYMENT, effect.action());
    return new Step(wanted, actions, effect, really, after);
  }

  /** What a step must do, and what is true after it. */
  final class Step {
    private final Wanted wanted;
    private final NavigableMap<Address, Action> actions;
    private final Effect planned;
    private final Effect really;
    private final Truth after;

    private Step(
        Wanted wanted,
        NavigableMap<Address, Action> actions,
        Effect planned,
        Effect really,
        Truth after) {
      this.wanted = wanted;
      this.actions = actions;
      this.planned = planned;
      this.really = really;
      this.after = after;
    }

    Effect effect() {
      return really;
    }

    void assertPlanned(Core.Plan plan) {
      NavigableMap<Address, Action> found = new TreeMap<>();
      plan.changes().forEach((address, change) -> found.put(address, change.action()));
      assertThat(found).as("the plan").isEqualTo(actions);
      boolean rollsOut = plan.change(Wanted.DEPLOYMENT).planned("status").isUnknown();
      boolean expected =
          planned == Effect.CREATE || planned == Effect.REPLACE || planned == Effect.RESTART;
      assertThat(rollsOut).as("a rollout in the plan (%s)", planned).isEqualTo(expected);
    }

    /** Asks the server, and answers what is true now. */
    Truth assertCarriedOut(NavigableMap<Address, Instance> state) {
      after.secrets().forEach((label, secret) -> assertSecret(label, secret, state));
      Truth now = wanted.deployment().isEmpty() ? after : after.with(Optional.of(deployed(state)));
      now.deployment().ifPresent(each -> assertDeployment(each, state));
      assertThat(state).as("objects in the state").hasSameSizeAs(wanted.configuration().blocks());
      return now;
    }

    private Deployment deployed(NavigableMap<Address, Instance> state) {
      Optional<Deployment> before = after.deployment();
      boolean made = before.isEmpty() || really == Effect.REPLACE;
      long rollouts = really == Effect.RESTART ? 1 : 0;
      Map<String, Seen> held = new TreeMap<>();
      Map<String, Seen> seen = after.seen();
      wanted.names().forEach(name -> held.put(name, Seen.of(seen, name)));
      return new Deployment(
          made ? next() : before.map(Deployment::identity).orElseThrow(),
          instance(state, Wanted.DEPLOYMENT).state().get("name").asText().orElseThrow(),
          Meaning.shown(wanted),
          Meaning.runs(wanted.deployment().orElseThrow()),
          wanted.names(),
          held,
          made ? 1 : before.map(Deployment::revision).orElseThrow() + rollouts,
          false);
    }
  }

  private static Instance instance(NavigableMap<Address, Instance> state, Address address) {
    Instance instance = state.get(address);
    assertThat(instance).as("%s is in the state", address).isNotNull();
    return Optional.ofNullable(instance).orElseThrow();
  }

  private void assertSecret(String label, Secret secret, NavigableMap<Address, Instance> state) {
    JsonObject there = server.require("GET", Outside.path(secret.name()), null);
    assertIdentity(secret.identity(), there);
    assertThat(there.integer("revision"))
        .as("%s: revision at the server", label)
        .isEqualTo(secret.revision());
    assertThat(outside.different(secret.name(), secret.content().values()))
        .as("%s: keys whose values at the server are not those that were written", label)
        .isEmpty();
    if (!label.equals(Truth.ELSEWHERE)) {
      Value.Fields shown = instance(state, Wanted.secret(label)).state();
      assertThat(shown.get("revision")).isEqualTo(Value.number(secret.revision()));
      assertThat(shown.get("uid").asText()).hasValue(there.text("uid", ""));
      assertThat(shown.get("keys").asTextSet()).isEqualTo(secret.content().values().keySet());
    }
  }

  private void assertDeployment(Deployment deployment, NavigableMap<Address, Instance> state) {
    JsonObject there = server.require("GET", Outside.deploymentPath(deployment.name()), null);
    assertIdentity(deployment.identity(), there);
    assertThat(there.integer("revision"))
        .as("rollouts of the deployment at the server")
        .isEqualTo(deployment.revision());
    Map<String, String> held = new TreeMap<>();
    there
        .objects("secrets")
        .forEach(each -> held.put(each.text("name", ""), each.text("state", "")));
    Map<String, String> current = new TreeMap<>();
    deployment.names().forEach(name -> current.put(name, "current"));
    assertThat(held).as("secrets that the replicas hold").isEqualTo(current);
    Value.Fields shown = instance(state, Wanted.DEPLOYMENT).state();
    assertThat(shown.get("revision")).isEqualTo(Value.number(deployment.revision()));
  }

  /** An identity has one uid, and no other identity has it. */
  private void assertIdentity(int identity, JsonObject there) {
    String uid = there.text("uid", "");
    assertThat(uids.computeIfAbsent(identity, ignored -> uid)).as("the uid").isEqualTo(uid);
    assertThat(uids.values()).as("uids").doesNotHaveDuplicates();
  }

  /** What is true after troubles: what is wanted, with the numbers that the server tells. */
  Truth repaired(Truth before, Wanted wanted, NavigableMap<Address, Instance> state) {
    Truth repaired = Truth.NOTHING;
    Secret elsewhere = before.secrets().get(Truth.ELSEWHERE);
    repaired = repaired.with(Truth.ELSEWHERE, Optional.ofNullable(elsewhere));
    for (Map.Entry<String, Value.Fields> each : wanted.secrets().entrySet()) {
      repaired =
          repaired.with(
              each.getKey(),
              Optional.of(
                  repaired(
                      Optional.ofNullable(before.secrets().get(each.getKey())), each.getValue())));
    }
    if (wanted.deployment().isPresent()) {
      Step step = new Step(wanted, new TreeMap<>(), Effect.CREATE, Effect.CREATE, repaired);
      Deployment made = step.deployed(state);
      JsonObject there = server.require("GET", Outside.deploymentPath(made.name()), null);
      Long revision = there.integer("revision");
      Deployment now = made.at(identity(there), revision == null ? 0 : revision);
      repaired = repaired.with(Optional.of(now));
    }
    return repaired;
  }

  /** Values with a version may be those from before. */
  private Secret repaired(Optional<Secret> before, Value.Fields wanted) {
    Value.Fields shown = Meaning.shown(wanted);
    Map<String, Value> values = new TreeMap<>(wanted.get("values_wo").asMap());
    String name = shown.get("name").asText().orElseThrow();
    JsonObject there = server.require("GET", Outside.path(name), null);
    Map<String, Value> stored = before.map(each -> each.content().values()).orElse(Map.of());
    outside
        .different(name, values)
        .forEach(key -> values.computeIfPresent(key, (each, value) -> stored.get(each)));
    assertThat(outside.different(name, values)).as("other values than any written").isEmpty();
    Long revision = there.integer("revision");
    Content content = new Content(Meaning.settings(wanted), values);
    return new Secret(
        identity(there), shown, content, revision == null ? 0 : revision, false, false);
  }

  private int identity(JsonObject there) {
    String uid = there.text("uid", "");
    return uids.entrySet().stream()
        .filter(each -> each.getValue().equals(uid))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseGet(
            () -> {
              int made = next();
              uids.put(made, uid);
              return made;
            });
  }
}
