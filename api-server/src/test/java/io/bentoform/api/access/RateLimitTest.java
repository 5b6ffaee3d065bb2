package io.bentoform.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Eventually;
import io.bentoform.api.TestServer;
import io.bentoform.api.db.Database;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private final Database database = TestServer.shared().database();
  private final String purpose = UUID.randomUUID().toString();

  @Test
  void who_calls_too_fast_must_wait_on_every_server() throws Exception {
    RateLimit one = new RateLimit(database, purpose, 20, 1);
    RateLimit another = new RateLimit(database, purpose, 20, 1);
    int passed = 0;
    while (passed < 200 && (passed % 2 == 0 ? one : another).refused(List.of("a")).isEmpty()) {
      passed++;
    }

    // One more is allowed each second.
    assertThat(passed).isBetween(20, 60);
    assertThat(one.refused(List.of("b", "c"))).as("others").isEmpty();
    Eventually.holds("a second has passed", () -> another.refused(List.of("a")).isEmpty());
  }

  @Test
  void limits_for_different_things_do_not_count_together() throws Exception {
    RateLimit limit = new RateLimit(database, purpose, 1, 1);
    Eventually.holds("there is none left", () -> !limit.refused(List.of("a")).isEmpty());

    assertThat(new RateLimit(database, purpose + "-2", 1, 1).refused(List.of("a"))).isEmpty();
    assertThat(limit.refused(List.of())).isEmpty();
  }
}
