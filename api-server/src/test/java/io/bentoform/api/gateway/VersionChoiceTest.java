package io.bentoform.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

/** The shares of canaries, as properties. */
final class VersionChoiceTest {
  private static final int REQUESTS = 4_000;

  @Property(tries = 20)
  void each_version_gets_its_share_of_many_values(@ForAll @IntRange(max = 100) int weight) {
    Route route = route(weight);
    Map<String, Integer> requests = new HashMap<>();
    for (int i = 0; i < REQUESTS; i++) {
      Version chosen = VersionChoice.byShare(route, VersionChoice.share("d", "user-" + i));
      requests.merge(chosen.label(), 1, Integer::sum);
    }

    int canary = requests.getOrDefault("canary", 0);
    assertThat(canary * 100.0 / REQUESTS).isBetween(weight - 4.0, weight + 4.0);
  }

  @Property
  void equal_values_go_to_equal_versions(
      @ForAll @AlphaChars @StringLength(min = 1, max = 30) String value,
      @ForAll @IntRange(max = 100) int weight) {
    Route route = route(weight);

    assertThat(VersionChoice.byShare(route, VersionChoice.share("d", value)))
        .isEqualTo(VersionChoice.byShare(route, VersionChoice.share("d", value)));
  }

  @Property
  void a_value_stays_with_the_canary_while_its_weight_grows(
      @ForAll @AlphaChars @StringLength(min = 1, max = 30) String value,
      @ForAll @IntRange(max = 99) int weight) {
    double share = VersionChoice.share("d", value);
    if (VersionChoice.byShare(route(weight), share).label().equals("canary")) {
      assertThat(VersionChoice.byShare(route(weight + 1), share).label()).isEqualTo("canary");
    }
  }

  @Property
  void a_version_without_weight_gets_nothing(
      @ForAll @AlphaChars @StringLength(min = 1, max = 30) String value) {
    assertThat(VersionChoice.byShare(route(0), VersionChoice.share("d", value)).label())
        .isEqualTo("main");
    assertThat(VersionChoice.byShare(route(100), VersionChoice.share("d", value)).label())
        .isEqualTo("canary");
  }

  private static Route route(int canary) {
    return RouteDraft.at(new Listener.HostName())
        .version("canary", canary)
        .version("main", 100 - canary)
        .route();
  }
}
