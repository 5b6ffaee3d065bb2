package io.bentoform.provider.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonsTest {

  private static Comparisons.Candidate candidate(String name, int characters) {
    return new Comparisons.Candidate(name, Map.of("K", "v".repeat(characters)));
  }

  @Test
  void a_secret_that_is_too_large_for_a_batch_leaves_the_others_together() {
    Comparisons.Candidate large = candidate("large", (1 << 20) + 1);
    Comparisons.Candidate one = candidate("one", 5);
    Comparisons.Candidate other = candidate("other", 5);

    assertThat(Comparisons.batch(List.of(large, one, other))).containsExactly(one, other);
  }

  @Test
  void a_batch_names_each_secret_once() {
    assertThat(Comparisons.batch(List.of(candidate("one", 5), candidate("one", 6)))).hasSize(1);
  }
}
