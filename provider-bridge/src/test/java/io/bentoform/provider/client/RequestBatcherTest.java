package io.bentoform.provider.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RequestBatcherTest {

  private final List<List<Integer>> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch first = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);

  /** Doubles numbers; the first request takes until it is released. */
  private RequestBatcher<Integer, Integer> doubling(int most) {
    return new RequestBatcher<>(
        most,
        questions -> {
          requests.add(questions);
          first.countDown();
          await(release);
          return questions.stream().collect(Collectors.toMap(Function.identity(), n -> n * 2));
        });
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitWaiting(RequestBatcher<Integer, Integer> joined, int count) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (joined.waiting() < count) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void what_is_asked_while_a_request_is_on_its_way_is_asked_together() throws Exception {
    RequestBatcher<Integer, Integer> joined = doubling(100);
    try (ExecutorService askers = Executors.newCachedThreadPool()) {
      List<Future<Integer>> answers = new ArrayList<>();
      answers.add(askers.submit(() -> joined.ask(0)));
      await(first);
      for (int i = 1; i <= 9; i++) {
        int number = i;
        answers.add(askers.submit(() -> joined.ask(number)));
      }
      awaitWaiting(joined, 9);
      release.countDown();
      for (int i = 0; i <= 9; i++) {
        assertThat(answers.get(i).get()).isEqualTo(2 * i);
      }
    }
    assertThat(requests).hasSize(2);
    assertThat(requests.getFirst()).containsExactly(0);
    assertThat(requests.getLast()).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  @Test
  void no_request_has_more_questions_than_it_may() throws Exception {
    RequestBatcher<Integer, Integer> joined = doubling(4);
    try (ExecutorService askers = Executors.newCachedThreadPool()) {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        int number = i;
        answers.add(askers.submit(() -> joined.ask(number)));
      }
      release.countDown();
      for (int i = 0; i < 20; i++) {
        assertThat(answers.get(i).get()).isEqualTo(2 * i);
      }
    }
    assertThat(requests).allSatisfy(questions -> assertThat(questions).hasSizeLessThan(5));
  }

  @Test
  void a_failure_is_that_of_all_who_waited_for_it_and_the_next_one_goes_on() {
    List<Boolean> fails = new CopyOnWriteArrayList<>(List.of(true));
    RequestBatcher<Integer, Integer> joined =
        new RequestBatcher<>(
            10,
            questions -> {
              if (fails.removeFirst()) {
                throw new IllegalStateException("away");
              }
              return questions.stream().collect(Collectors.toMap(Function.identity(), n -> n));
            });
    fails.add(false);

    assertThatThrownBy(() -> joined.ask(1)).hasMessage("away");
    assertThat(joined.ask(1)).isEqualTo(1);
  }
}
