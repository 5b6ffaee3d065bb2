package io.bentoform.provider.walk;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.walk.Change.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The part of Terraform's core: it plans and applies in phases of their own, each with a provider
 * that remembers nothing, and fails where Terraform would blame the provider (contract
 * terraform-plugin, section 5).
 */
final class Core {

  /** A plan, and the state as the refresh before it found things. */
  record Plan(NavigableMap<Address, Instance> refreshed, NavigableMap<Address, Change> changes) {
    /** What the refresh found; null when the object is gone. */
    Value found(Address address) {
      Instance instance = refreshed.get(address);
      return instance == null ? Value.ofNull() : instance.state();
    }

    Change change(Address address) {
      return changes.getOrDefault(
          address, new Change(Action.NO_OP, Value.ofNull(), ByteString.EMPTY));
    }
  }

  private NavigableMap<Address, Instance> state = new TreeMap<>();

  NavigableMap<Address, Instance> state() {
    return state;
  }

  void taint(Address address) {
    state.computeIfPresent(address, (key, instance) -> instance.taint());
  }

  /** Refreshes and plans; the state stays until the plan is applied. */
  Plan plan(Supplier<Plugin> provider, Configuration configuration) {
    try (Plugin plugin = provider.get()) {
      NavigableMap<Address, Instance> refreshed = new TreeMap<>();
      state.forEach(
          (address, stored) -> {
            Value.Fields upgraded = plugin.upgrade(address.kind(), stored.state());
            Instance instance = new Instance(upgraded, stored.kept(), stored.tainted());
            plugin
                .read(address.kind(), instance)
                .ifPresent(found -> refreshed.put(address, checked(address, found)));
          });
      NavigableMap<Address, Change> changes = new TreeMap<>();
      Map<Address, Value.Fields> objects = new TreeMap<>();
      configuration
          .blocks()
          .forEach(
              (address, block) -> {
                Value.Fields config = block.evaluate(objects);
                Optional<Instance> prior = Optional.ofNullable(refreshed.get(address));
                Change change = plan(plugin, address, prior, config);
                changes.put(address, change);
                objects.put(address, (Value.Fields) change.planned());
              });
      refreshed.forEach(
          (address, instance) -> {
            if (!configuration.blocks().containsKey(address)) {
              plugin.planDestroy(address.kind(), instance);
              changes.put(address, new Change(Action.DELETE, Value.ofNull(), instance.kept()));
            }
          });
      return new Plan(refreshed, changes);
    }
  }

  private static Instance checked(Address address, Instance found) {
    Value.Fields state = found.state();
    assertThat(state.isWhollyKnown()).as("%s: what was read is known", address).isTrue();
    Value.Fields stored = address.kind().schema().withoutWriteOnly(state);
    assertThat(state.equals(stored)).as("%s: no write-only value in the state", address).isTrue();
    return found;
  }

  private static Change plan(
      Plugin plugin, Address address, Optional<Instance> there, Value.Fields config) {
    Kind kind = address.kind();
    plugin.validate(kind, config);
    Instance prior = there.filter(instance -> !instance.tainted()).orElse(null);
    if (prior == null) {
      Action action = there.isPresent() ? Action.REPLACE : Action.CREATE;
      return create(plugin, address, action, config, ByteString.EMPTY);
    }
    Value.Fields proposed = HostRules.proposed(kind.schema(), prior.state(), config);
    Plugin.Planned planned = plugin.plan(kind, prior.state(), proposed, config, prior.kept());
    assertThat(HostRules.invalid(kind.schema(), planned.state(), config, prior.state()))
        .as("%s: invalid plan", address)
        .isEmpty();
    boolean replaced =
        planned.replacing().stream()
            .anyMatch(path -> HostRules.replaces(path, prior.state(), planned.state()));
    if (replaced) {
      return create(plugin, address, Action.REPLACE, config, planned.kept());
    }
    boolean same = planned.state().equals(prior.state());
    return new Change(same ? Action.NO_OP : Action.UPDATE, planned.state(), planned.kept());
  }

  private static Change create(
      Plugin plugin, Address address, Action action, Value.Fields config, ByteString kept) {
    Kind kind = address.kind();
    Value.Fields proposed = HostRules.proposed(kind.schema(), Value.ofNull(), config);
    Plugin.Planned planned = plugin.plan(kind, Value.ofNull(), proposed, config, kept);
    assertThat(HostRules.invalid(kind.schema(), planned.state(), config, Value.ofNull()))
        .as("%s: invalid plan of a creation", address)
        .isEmpty();
    return new Change(action, planned.state(), planned.kept());
  }

  /** Applies a plan and answers the failures of the provider. */
  List<String> apply(Supplier<Plugin> provider, Configuration configuration, Plan plan) {
    state = new TreeMap<>(plan.refreshed());
    try (Plugin plugin = provider.get()) {
      return new Application(plugin, plan, state).run(configuration);
    }
  }

  /** One run of an apply: what fails keeps what depends on it from being done. */
  private record Application(Plugin plugin, Plan plan, NavigableMap<Address, Instance> state) {

    List<String> run(Configuration configuration) {
      List<String> failures = new ArrayList<>();
      NavigableMap<Address, Change> failed = new TreeMap<>();
      for (Address address : plan.changes().descendingKeySet()) {
        Change change = plan.change(address);
        if (change.action().destroys() && !destroy(address, change, failures)) {
          failed.put(address, change);
        }
      }
      Map<Address, Value.Fields> objects = new TreeMap<>();
      configuration
          .blocks()
          .forEach(
              (address, block) -> {
                Change change = plan.change(address);
                boolean held =
                    failed.containsKey(address)
                        || block.references().stream().anyMatch(failed::containsKey);
                if (held || !change(address, change, block, objects, failures)) {
                  failed.put(address, change);
                }
              });
      return failures;
    }

    private boolean destroy(Address address, Change change, List<String> failures) {
      Instance prior = state.get(address);
      if (prior == null) {
        return true;
      }
      ByteString kept = change.is(Action.DELETE) ? change.kept() : prior.kept();
      Value nothing = Value.ofNull();
      Plugin.Applied applied = plugin.apply(address.kind(), prior.state(), nothing, nothing, kept);
      if (applied.failed()) {
        failures.add(address + ": " + applied.failure());
        applied.stored().ifPresent(left -> state.put(address, left));
        return false;
      }
      assertThat(applied.stored()).as("%s: nothing is left of it", address).isEmpty();
      state.remove(address);
      return true;
    }

    private boolean change(
        Address address,
        Change change,
        Configuration.Block block,
        Map<Address, Value.Fields> objects,
        List<String> failures) {
      if (change.is(Action.NO_OP)) {
        objects.put(address, (Value.Fields) change.planned());
        return true;
      }
      Value.Fields config = block.evaluate(objects);
      Change last;
      try {
        last = Core.plan(plugin, address, Optional.ofNullable(state.get(address)), config);
      } catch (Plugin.Refused e) {
        failures.add(address + ": " + e.getMessage());
        return false;
      }
      compare(address, change, last);
      if (last.is(Action.NO_OP)) {
        objects.put(address, (Value.Fields) last.planned());
        return true;
      }
      return carryOut(address, last, config, objects, failures);
    }

    /** What is planned again when all is known must be what was planned before. */
    private static void compare(Address address, Change first, Change last) {
      boolean same =
          first.is(last.action())
              || (first.is(Action.REPLACE) && last.is(Action.CREATE))
              || (first.is(Action.UPDATE) && last.is(Action.NO_OP));
      assertThat(same)
          .as("%s: inconsistent final plan: %s, then %s", address, first.action(), last.action())
          .isTrue();
      assertThat(HostRules.broken(first.planned(), last.planned()))
          .as("%s: inconsistent final plan", address)
          .isEmpty();
    }

    private boolean carryOut(
        Address address,
        Change change,
        Value.Fields config,
        Map<Address, Value.Fields> objects,
        List<String> failures) {
      Instance there = state.get(address);
      Value prior = there == null ? Value.ofNull() : there.state();
      Plugin.Applied applied =
          plugin.apply(address.kind(), prior, change.planned(), config, change.kept());
      applied.stored().ifPresent(stored -> state.put(address, checked(address, stored)));
      if (applied.failed()) {
        failures.add(address + ": " + applied.failure());
        return false;
      }
      Instance stored = applied.stored().orElseThrow();
      assertThat(HostRules.broken(change.planned(), stored.state()))
          .as("%s: inconsistent result after apply", address)
          .isEmpty();
      objects.put(address, stored.state());
      return true;
    }
  }
}
