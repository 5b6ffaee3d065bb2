package io.bentoform.api.engine.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ProcessTreeTest {
  private final ProcessTag mark = ProcessTag.replica(UUID.randomUUID().toString());

  @AfterEach
  void nothingIsLeft() {
    Set<ProcessIdentity> left = mark.bearers();
    left.forEach(ProcessIdentity::kill);
    assertThat(left).isEmpty();
  }

  private ProcessTree start(String script, int processes) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", script);
    mark.putInto(builder.environment());
    Process process = builder.start();
    Eventually.holds("the processes run", () -> mark.bearers().size() == processes);
    return new ProcessTree(ProcessIdentity.of(process.pid()).orElse(null), mark);
  }

  @Test
  void a_worker_in_a_session_of_its_own_ends_with_the_tree() throws Exception {
    ProcessTree tree = start("setsid sleep 1000 & setsid sleep 1000 & exec sleep 1000", 3);

    assertThat(tree.end(Duration.ofSeconds(5))).isTrue();
  }

  @Test
  void a_worker_without_its_parent_is_found_by_the_mark() throws Exception {
    start("setsid sleep 1000 & exec setsid sleep 1000", 2);

    assertThat(new ProcessTree(null, mark).end(Duration.ofSeconds(5))).isTrue();
  }

  @Test
  void a_process_that_ignores_the_request_is_killed_after_the_graceful_time() throws Exception {
    ProcessTree tree = start("trap '' TERM; while :; do sleep 1000; done", 2);
    long begin = System.nanoTime();

    assertThat(tree.end(Duration.ofMillis(300))).isTrue();

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(300));
  }

  @Test
  void an_interrupt_takes_the_patience_but_all_processes_end() throws Exception {
    ProcessTree tree = start("trap '' TERM; while :; do sleep 1000; done", 2);

    Thread.currentThread().interrupt();
    boolean ended = tree.end(Duration.ofMinutes(10));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(ended).isTrue();
  }

  @Test
  void a_process_that_took_over_a_number_is_another_one() throws IOException {
    ProcessIdentity self = ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();

    assertThat(self.alive()).isTrue();
    assertThat(new ProcessIdentity(self.pid(), "1").alive()).isFalse();
  }
}
