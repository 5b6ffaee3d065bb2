package io.bentoform.provider.bentocloud.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.provider.bentocloud.secret.SecretPlan.Content;
import io.bentoform.provider.bentocloud.secret.SecretPlan.Values;
import io.bentoform.provider.bentocloud.secret.SecretPlan.Wanted;
import io.bentoform.provider.cty.Value;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class SecretPlanTest {

  @Property(tries = 2000)
  void written_exactly_when_keys_or_settings_or_a_compared_value_differ(
      @ForAll("keys") Set<String> before,
      @ForAll("keys") Set<String> after,
      @ForAll("keys") Set<String> changed,
      @ForAll boolean settings,
      @ForAll @LongRange(min = 1, max = 9) long revision) {
    Set<String> differing = new TreeSet<>(changed);
    differing.retainAll(before);
    differing.retainAll(after);
    Content content =
        SecretPlan.update(
            prior(before, revision), new Wanted(after, settings, new Values.Compared(differing)));
    boolean differs = settings || !before.equals(after) || !differing.isEmpty();
    assertThat(content instanceof Content.Written).isEqualTo(differs);
  }

  @Property(tries = 2000)
  void the_promise_is_the_next_revision_and_exactly_the_changed_and_added_keys(
      @ForAll("keys") Set<String> before,
      @ForAll("keys") Set<String> after,
      @ForAll("keys") Set<String> changed,
      @ForAll @LongRange(min = 1, max = 9) long revision) {
    Content content =
        SecretPlan.update(
            prior(before, revision), new Wanted(after, true, new Values.Compared(changed)));
    Map<String, Value> expected = new TreeMap<>();
    after.forEach(
        key ->
            expected.put(
                key,
                Value.number(before.contains(key) && !changed.contains(key) ? 1 : revision + 1)));
    assertThat(content)
        .isEqualTo(new Content.Written(Value.number(revision + 1), new Value.Fields(expected)));
  }

  @Property
  void an_unknown_value_leaves_the_revision_open_and_nothing_else_does(
      @ForAll("keys") Set<String> before,
      @ForAll("keys") Set<String> after,
      @ForAll boolean settings) {
    Content content =
        SecretPlan.update(prior(before, 1), new Wanted(after, settings, new Values.NotKnown()));
    assertThat(content).isEqualTo(new Content.Written(Value.ofUnknown(), Value.ofUnknown()));
  }

  @Property
  void kept_values_are_written_only_for_other_keys_or_settings(
      @ForAll("keys") Set<String> before,
      @ForAll("keys") Set<String> after,
      @ForAll boolean settings) {
    Content content =
        SecretPlan.update(prior(before, 3), new Wanted(after, settings, new Values.Kept()));
    assertThat(content instanceof Content.Written).isEqualTo(settings || !before.equals(after));
  }

  @Test
  void values_written_without_comparison_promise_no_revision_as_they_may_be_the_same() {
    Content content =
        SecretPlan.update(
            prior(Set.of("A"), 1), new Wanted(Set.of("A"), false, new Values.Rewritten()));
    assertThat(content).isEqualTo(new Content.Written(Value.ofUnknown(), Value.ofUnknown()));
  }

  @Test
  void a_new_secret_begins_with_revision_one_everywhere() {
    assertThat(SecretPlan.create(Set.of("A", "B")))
        .isEqualTo(
            new Content.Written(
                Value.number(1),
                new Value.Fields(Map.of("A", Value.number(1), "B", Value.number(1)))));
  }

  private static SecretState prior(Set<String> keys, long revision) {
    Map<String, Value> revisions = new TreeMap<>();
    keys.forEach(key -> revisions.put(key, Value.number(1)));
    return new SecretState(
        new Value.Fields(
            Map.of(
                "keys",
                Value.setOfText(keys),
                "revision",
                Value.number(revision),
                "key_revisions",
                new Value.Fields(revisions))));
  }

  @Provide
  Arbitrary<Set<String>> keys() {
    return Arbitraries.of("A", "B", "C").set().map(TreeSet::new);
  }
}
