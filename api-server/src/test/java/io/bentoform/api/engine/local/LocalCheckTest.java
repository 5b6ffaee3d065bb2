package io.bentoform.api.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.engine.ConfiguredService;
import io.bentoform.api.engine.Limitation;
import io.bentoform.api.engine.Resources;
import io.bentoform.api.engine.Strategy;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the local engine says of a configuration before anything happens. */
final class LocalCheckTest {
  private static final Resources CPU = new Resources("cpu.1", 500, 1 << 30, 0, "");
  private static final String AT = "/services/Sample";

  private static Resources gpus(int number) {
    return new Resources("gpu.l4." + number, 4000, 1 << 30, number, "nvidia-l4");
  }

  private static ConfiguredService service(
      Resources resources, int min, int max, Optional<Strategy> strategy) {
    return new ConfiguredService(
        "Sample", AT, false, resources, min, max, List.of(), strategy, false, false);
  }

  private static ConfiguredService service(Resources resources) {
    return service(resources, 0, 1, Optional.empty());
  }

  private static List<Limitation> check(int gpus, boolean limits, ConfiguredService service) {
    return LocalCheck.of(gpus, limits, service);
  }

  private static List<String> summary(List<Limitation> found) {
    return found.stream()
        .map(each -> each.pointer() + " " + each.code() + (each.refused() ? " refused" : ""))
        .toList();
  }

  @Test
  void a_plain_service_is_honoured_as_it_is() {
    assertThat(check(0, false, service(Resources.NONE))).isEmpty();
    assertThat(check(2, true, service(Resources.NONE))).isEmpty();
    assertThat(check(0, true, service(CPU))).isEmpty();
  }

  @Test
  void limits_of_an_instance_type_that_are_not_enforced_are_a_warning() {
    List<Limitation> found = check(0, false, service(CPU));

    assertThat(summary(found)).containsExactly(AT + "/instance_type limits_not_enforced");
    assertThat(found.getFirst().service()).isEqualTo("Sample");
    assertThat(found.getFirst().detail())
        .isEqualTo(
            "Memory and CPU of the instance type cpu.1 are not enforced on this machine: service"
                + " Sample may use more.");
  }

  @Test
  void gpus_are_refused_only_by_a_machine_that_has_some_and_too_few() {
    assertThat(summary(check(0, true, service(gpus(3)))))
        .containsExactly(AT + "/instance_type gpus_absent");
    assertThat(summary(check(2, true, service(gpus(3)))))
        .containsExactly(AT + "/instance_type gpus_exceeded refused");
    assertThat(check(2, true, service(gpus(3))).getFirst().detail())
        .isEqualTo(
            "Service Sample needs 3 GPUs with the instance type gpu.l4.3, and this machine has 2."
                + " Choose another instance type.");
    assertThat(summary(check(3, true, service(gpus(3)))))
        .containsExactly(AT + "/instance_type gpu_type_ignored");
  }

  @Test
  void replicas_that_need_more_gpus_together_than_there_are_can_never_run() {
    String ignored = AT + "/instance_type gpu_type_ignored";
    assertThat(summary(check(3, true, service(gpus(2), 2, 2, Optional.empty()))))
        .containsExactly(ignored, AT + "/scaling/min_replicas gpus_exceeded refused");
    assertThat(summary(check(3, true, service(gpus(1), 1, 4, Optional.empty()))))
        .containsExactly(ignored, AT + "/scaling/max_replicas gpus_short");
    assertThat(summary(check(4, true, service(gpus(1), 1, 4, Optional.empty()))))
        .containsExactly(ignored);
    assertThat(
            summary(
                check(
                    Integer.MAX_VALUE,
                    true,
                    service(gpus(9999), Integer.MAX_VALUE, Integer.MAX_VALUE, Optional.empty()))))
        .as("no overflow")
        .containsExactly(ignored, AT + "/scaling/min_replicas gpus_exceeded refused");
  }

  @Test
  void a_strategy_that_needs_a_spare_gpu_is_a_warning_where_there_is_none() {
    String ignored = AT + "/instance_type gpu_type_ignored";
    for (Strategy strategy : Strategy.values()) {
      boolean spare =
          strategy == Strategy.ROLLING_UPDATE || strategy == Strategy.RAMPED_SLOW_ROLLOUT;
      ConfiguredService service = service(gpus(1), 1, 1, Optional.of(strategy));
      assertThat(summary(check(1, true, service)))
          .as(strategy.name())
          .isEqualTo(
              spare ? List.of(ignored, AT + "/deployment_strategy gpus_short") : List.of(ignored));
      assertThat(summary(check(2, true, service))).containsExactly(ignored);
    }
  }

  @Test
  void settings_without_effect_are_warnings_where_they_stand() {
    ConfiguredService service =
        new ConfiguredService(
            "Sample",
            AT,
            true,
            Resources.NONE,
            2,
            2,
            List.of("cpu", "memory", "concurrency"),
            Optional.of(Strategy.RECREATE),
            true,
            true);

    List<Limitation> found = check(0, true, service);

    assertThat(summary(found))
        .containsExactly(
            AT + "/scaling/policy/metrics/1 metric_ignored",
            AT + "/extras extras_ignored",
            AT + "/config_overrides/resources resources_ignored",
            AT + "/scaling/min_replicas codespace_scaling",
            AT + "/deployment_strategy codespace_strategy");
    assertThat(found).extracting(Limitation::detail).allMatch(text -> text.contains("Sample"));
  }
}
