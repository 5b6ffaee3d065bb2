package io.bentoform.provider.bentocloud.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.provider.bentocloud.deployment.DeploymentPlan.Change;
import io.bentoform.provider.bentocloud.deployment.DeploymentPlan.Effect;
import io.bentoform.provider.bentocloud.deployment.attachment.AttachedSecret;
import io.bentoform.provider.bentocloud.deployment.attachment.Attachments;
import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class DeploymentPlanTest {

  private static final Value UID = Value.text("0123456789abcdef01234567");
  private static final Path CANARY_SECRETS =
      Path.of("canary").attribute("versions").key("v2").attribute("secrets");

  /** A secret in the words of the rule: a name, its keys and its revision. */
  record Held(Set<String> keys, long revision) {}

  @Property(tries = 3000)
  void replaced_exactly_when_name_or_cluster_or_a_kept_secrets_keys_change(
      @ForAll("secrets") Map<String, Held> before,
      @ForAll("secrets") Map<String, Held> after,
      @ForAll boolean recreate,
      @ForAll boolean identity,
      @ForAll boolean configuration,
      @ForAll Random order) {
    Effect effect = effect(before, after, recreate, identity, configuration, order);
    boolean keysChange =
        after.entrySet().stream()
            .anyMatch(
                each ->
                    before.containsKey(each.getKey())
                        && !before.get(each.getKey()).keys().equals(each.getValue().keys()));
    assertThat(effect instanceof Effect.Replace).isEqualTo(identity || (recreate && keysChange));
  }

  @Property(tries = 3000)
  void restarted_exactly_when_not_replaced_and_something_that_runs_differs(
      @ForAll("secrets") Map<String, Held> before,
      @ForAll("secrets") Map<String, Held> after,
      @ForAll boolean recreate,
      @ForAll boolean identity,
      @ForAll boolean configuration,
      @ForAll Random order) {
    Effect effect = effect(before, after, recreate, identity, configuration, order);
    boolean differs = configuration || !before.equals(after);
    assertThat(effect instanceof Effect.Restart)
        .isEqualTo(differs && !(effect instanceof Effect.Replace));
  }

  @Property(tries = 1000)
  void nothing_is_rolled_out_for_another_order_of_the_same_secrets(
      @ForAll("secrets") Map<String, Held> secrets,
      @ForAll boolean recreate,
      @ForAll Random order) {
    assertThat(effect(secrets, secrets, recreate, false, false, order))
        .isInstanceOf(Effect.NoRollout.class);
  }

  @Property(tries = 2000)
  void each_replacement_path_is_one_that_the_host_understands(
      @ForAll("secrets") Map<String, Held> before,
      @ForAll("secrets") Map<String, Held> after,
      @ForAll Random order) {
    List<AttachedSecret> prior = attached(before, order);
    List<AttachedSecret> planned = attached(after, order);
    Effect effect =
        DeploymentPlan.effect(new Change(main(prior), main(planned), true, false, false));
    if (effect instanceof Effect.Replace(List<Path> paths)) {
      for (Path path : paths) {
        boolean whole = path.equals(Path.of("secrets"));
        boolean sameSecretThere =
            path.steps().size() == 3
                && path.steps().get(1) instanceof Path.Step.Index(long index)
                && index < prior.size()
                && index < planned.size()
                && prior.get((int) index).name().equals(planned.get((int) index).name())
                && !prior.get((int) index).keys().equals(planned.get((int) index).keys());
        assertThat(whole || sameSecretThere).isTrue();
      }
    }
  }

  @Test
  void a_changed_value_restarts_in_place() {
    assertThat(change(one("hf", 1, "T"), one("hf", 2, "T"))).isInstanceOf(Effect.Restart.class);
  }

  @Test
  void an_added_key_replaces_and_names_the_keys_of_that_element() {
    Effect effect = change(one("hf", 1, "T"), one("hf", 2, "T", "U"));
    assertThat(effect)
        .isEqualTo(new Effect.Replace(List.of(Path.of("secrets").index(0).attribute("keys"))));
  }

  @Test
  void an_added_key_of_a_secret_that_also_moved_names_the_whole_list() {
    List<AttachedSecret> before = List.of(attached("a", 1, "A"), attached("b", 1, "B"));
    List<AttachedSecret> after = List.of(attached("b", 2, "B", "C"), attached("a", 1, "A"));
    assertThat(DeploymentPlan.effect(new Change(main(before), main(after), true, false, false)))
        .isEqualTo(new Effect.Replace(List.of(Path.of("secrets"))));
  }

  @Test
  void an_added_key_only_restarts_when_told_so() {
    List<AttachedSecret> before = one("hf", 1, "T");
    List<AttachedSecret> after = one("hf", 2, "T", "U");
    assertThat(DeploymentPlan.effect(new Change(main(before), main(after), false, false, false)))
        .isInstanceOf(Effect.Restart.class);
  }

  @Test
  void a_revision_known_only_at_apply_restarts() {
    List<AttachedSecret> after =
        List.of(
            new AttachedSecret(
                Value.text("hf"), Value.setOfText(Set.of("T")), Value.ofUnknown(), UID));
    assertThat(change(one("hf", 1, "T"), after)).isInstanceOf(Effect.Restart.class);
  }

  @Test
  void a_secret_that_is_made_again_restarts_though_its_keys_and_number_are_the_same() {
    AttachedSecret before = attached("hf", 1, "T");
    for (Value uid : List.of(Value.ofUnknown(), Value.text("0123456789abcdef01234568"))) {
      AttachedSecret after =
          new AttachedSecret(before.name(), before.keys(), before.revision(), uid);
      assertThat(change(List.of(before), List.of(after))).isInstanceOf(Effect.Restart.class);
    }
  }

  @Test
  void a_uid_that_a_state_of_an_earlier_release_does_not_have_restarts_nothing() {
    AttachedSecret known = attached("hf", 1, "T");
    AttachedSecret earlier =
        new AttachedSecret(known.name(), known.keys(), known.revision(), Value.ofNull());
    assertThat(change(List.of(earlier), List.of(known))).isInstanceOf(Effect.NoRollout.class);
    assertThat(change(List.of(known), List.of(earlier))).isInstanceOf(Effect.NoRollout.class);
  }

  @Test
  void replicas_that_hold_nothing_are_restarted() {
    List<AttachedSecret> before =
        List.of(
            new AttachedSecret(
                Value.text("hf"), Value.setOfText(Set.of("T")), Value.ofNull(), UID));
    assertThat(change(before, one("hf", 1, "T"))).isInstanceOf(Effect.Restart.class);
  }

  @Test
  void keys_that_nobody_knows_do_not_replace() {
    List<AttachedSecret> after =
        List.of(new AttachedSecret(Value.text("hf"), Value.ofUnknown(), Value.ofUnknown(), UID));
    assertThat(change(one("hf", 1, "T"), after)).isInstanceOf(Effect.Restart.class);
  }

  private static Effect change(List<AttachedSecret> before, List<AttachedSecret> after) {
    return DeploymentPlan.effect(new Change(main(before), main(after), true, false, false));
  }

  private static Attachments main(List<AttachedSecret> secrets) {
    return new Attachments(Map.of(Path.of("secrets"), secrets));
  }

  private static Effect canaryChange(List<AttachedSecret> before, List<AttachedSecret> after) {
    return DeploymentPlan.effect(
        new Change(
            new Attachments(Map.of(Path.of("secrets"), one("hf", 1, "T"), CANARY_SECRETS, before)),
            new Attachments(Map.of(Path.of("secrets"), one("hf", 1, "T"), CANARY_SECRETS, after)),
            true,
            false,
            false));
  }

  @Test
  void a_secret_of_a_canary_version_counts_as_one_of_the_deployment_does() {
    assertThat(canaryChange(one("aws", 1, "A"), one("aws", 1, "A")))
        .isInstanceOf(Effect.NoRollout.class);
    assertThat(canaryChange(one("aws", 1, "A"), one("aws", 2, "A")))
        .isInstanceOf(Effect.Restart.class);
    assertThat(canaryChange(one("aws", 1, "A"), one("aws", 2, "A", "B")))
        .isEqualTo(new Effect.Replace(List.of(CANARY_SECRETS.index(0).attribute("keys"))));
  }

  private static List<AttachedSecret> one(String name, long revision, String... keys) {
    return List.of(attached(name, revision, keys));
  }

  private static AttachedSecret attached(String name, long revision, String... keys) {
    return new AttachedSecret(
        Value.text(name), Value.setOfText(Set.of(keys)), Value.number(revision), UID);
  }

  private static Effect effect(
      Map<String, Held> before,
      Map<String, Held> after,
      boolean recreate,
      boolean identity,
      boolean configuration,
      Random order) {
    return DeploymentPlan.effect(
        new Change(
            main(attached(before, order)),
            main(attached(after, order)),
            recreate,
            identity,
            configuration));
  }

  private static List<AttachedSecret> attached(Map<String, Held> secrets, Random order) {
    List<AttachedSecret> list = new ArrayList<>();
    secrets.forEach(
        (name, held) ->
            list.add(
                new AttachedSecret(
                    Value.text(name),
                    Value.setOfText(held.keys()),
                    Value.number(held.revision()),
                    UID)));
    Collections.shuffle(list, order);
    return list;
  }

  /** Few names, keys and revisions, so that two draws meet often. */
  @Provide
  Arbitrary<Map<String, Held>> secrets() {
    Arbitrary<Held> held =
        Combinators.combine(
                Arbitraries.of("A", "B").set().ofMinSize(1).map(TreeSet::new),
                Arbitraries.longs().between(1, 2))
            .as(Held::new);
    return Arbitraries.maps(Arbitraries.of("x", "y", "z"), held)
        .ofMaxSize(3)
        .map(
            map ->
                map.entrySet().stream()
                    .collect(
                        Collectors.toMap(
                            Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new)));
  }
}
