package io.bentoform.provider.bentocloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bentoform.provider.client.ApiException;
import io.bentoform.provider.diag.Diagnostic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PlanScopeTest {

  private final List<Diagnostic> told = Collections.synchronizedList(new ArrayList<>());
  private final PlanScope scope = new PlanScope();

  private static String refuse() {
    throw new ApiException(
        ApiException.Kind.FORBIDDEN, "This needs the scope plan_cluster; the token has x.");
  }

  @Test
  void a_refusal_is_told_once_however_many_ask_at_the_same_time() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> asked = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        asked.add(threads.submit(() -> scope.ask(PlanScopeTest::refuse, told::add).isPresent()));
      }
      for (Future<Boolean> each : asked) {
        assertThat(each.get(20, TimeUnit.SECONDS)).isFalse();
      }
    }
    assertThat(told).hasSize(1).noneMatch(Diagnostic::isError);
    assertThat(told.getFirst().detail()).contains("the token has x.");
  }

  @Test
  void nothing_is_asked_after_a_refusal() {
    assertThat(scope.ask(PlanScopeTest::refuse, told::add)).isEmpty();
    AtomicInteger asked = new AtomicInteger();
    assertThat(scope.ask(asked::incrementAndGet, told::add)).isEmpty();
    assertThat(asked).hasValue(0);
  }

  @Test
  void an_answer_and_any_other_failure_pass() {
    assertThat(scope.ask(() -> 7, told::add)).contains(7);
    assertThatThrownBy(
            () ->
                scope.ask(
                    () -> {
                      throw new ApiException(ApiException.Kind.FAILED, "other");
                    },
                    told::add))
        .hasMessage("other");
    assertThat(told).isEmpty();
  }
}
