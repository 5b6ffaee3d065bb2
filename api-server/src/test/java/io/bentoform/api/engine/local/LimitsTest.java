package io.bentoform.api.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bentoform.api.engine.ConfiguredService;
import io.bentoform.api.engine.Limitation;
import io.bentoform.api.engine.Notice;
import io.bentoform.api.engine.Resources;
import io.bentoform.api.engine.RolloutException;
import io.bentoform.api.engine.contract.Order;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Memory and CPU of an instance type are enforced, or the engine says that they are not. */
final class LimitsTest extends EngineTest {
  /** Less than the sample needs to start. */
  private static final Resources SMALL = new Resources("cpu.small", 1000, 48 << 20, 0, "");

  private Optional<Notice> notice() {
    return engine.notices().stream()
        .filter(notice -> notice.condition().equals("LimitsEnforced"))
        .findFirst();
  }

  private List<Limitation> check() {
    return engine.check(
        List.of(
            new ConfiguredService(
                "Sample",
                "/services/Sample",
                false,
                SMALL,
                1,
                1,
                List.of(),
                Optional.empty(),
                false,
                false)));
  }

  @Test
  void
      a_replica_that_needs_more_memory_than_its_instance_type_has_is_ended_where_groups_can_be_made()
          throws Exception {
    Order order = Order.of("small", 1).resources(SMALL);
    if (notice().isEmpty()) {
      System.out.println(
          "Control groups: a replica is ended at " + (SMALL.memory() >> 20) + " MiB");
      assertThat(check()).isEmpty();
      assertThat(catchThrowableOfType(RolloutException.class, () -> apply(order)))
          .hasMessageContaining("out of memory (its limit is 48 MiB)");
    } else {
      System.out.println("Control groups: " + notice().get().message());
      assertThat(notice().get().reason()).isEqualTo("NoControlGroups");
      assertThat(notice().get().message())
          .startsWith("Memory and CPU of instance types are not enforced: ");
      assertThat(check()).extracting(Limitation::code).containsExactly("limits_not_enforced");
      assertThat(client.ask(apply(order), "variable", "NOTHING")).isNotNull();
    }
  }
}
