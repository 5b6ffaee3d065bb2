package io.bentoform.api.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class AutoscalerTest {
  private final List<Service> services = new CopyOnWriteArrayList<>();
  private Instant now = Timeline.BEGIN;
  private final Autoscaler autoscaler = new Autoscaler(() -> services, () -> now);

  /** A service that does at once what is decided. */
  private static final class Service implements Scalable {
    private final String id;
    private final List<Decision> decisions = new CopyOnWriteArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch scaled = new CountDownLatch(1);
    private volatile Demand demand = Demand.NONE;
    private volatile int replicas;
    private volatile boolean broken;

    Service(String id) {
      this.id = id;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public ScalingPolicy policy() {
      return ScalingPolicy.between(0, 3);
    }

    @Override
    public int replicas() {
      return replicas;
    }

    @Override
    public Demand demand() {
      asked.incrementAndGet();
      if (broken) {
        throw new IllegalStateException("broken, as the test says");
      }
      return demand;
    }

    @Override
    public void scale(Decision decision) {
      decisions.add(decision);
      replicas = decision.replicas();
      scaled.countDown();
    }
  }

  private Service service(String id) {
    Service service = new Service(id);
    services.add(service);
    return service;
  }

  private void rounds(Duration time) {
    for (long left = time.toSeconds(); left > 0; left--) {
      now = now.plusSeconds(1);
      autoscaler.round();
    }
  }

  @Test
  void a_service_is_woken_and_rests_again() {
    Service service = service("one");
    rounds(Duration.ofMinutes(1));
    service.demand = Demand.of(0, 1);
    rounds(Duration.ofSeconds(1));
    service.demand = Demand.NONE;
    rounds(Duration.ofMinutes(10));

    assertThat(service.decisions)
        .containsExactly(
            new Decision(1, "a request waits"), new Decision(0, "no requests for 300 s"));
  }

  @Test
  void a_service_that_fails_does_not_hold_up_the_others() {
    Service broken = service("broken");
    broken.broken = true;
    Service other = service("other");
    other.demand = Demand.of(0, 1);
    rounds(Duration.ofSeconds(3));
    broken.broken = false;
    broken.demand = Demand.of(0, 1);
    rounds(Duration.ofSeconds(1));

    assertThat(other.replicas).isEqualTo(1);
    assertThat(broken.replicas).isEqualTo(1);
  }

  @Test
  void what_fails_again_and_again_is_logged_once() {
    service("broken").broken = true;
    List<LogRecord> logged = new ArrayList<>();
    Logger log = Logger.getLogger(Autoscaler.class.getName());
    Handler handler = new Collecting(logged);
    log.addHandler(handler);
    try {
      rounds(Duration.ofSeconds(5));
    } finally {
      log.removeHandler(handler);
    }
    assertThat(logged).hasSize(1);
  }

  private static final class Collecting extends Handler {
    private final List<LogRecord> logged;

    Collecting(List<LogRecord> logged) {
      this.logged = logged;
    }

    @Override
    public void publish(LogRecord entry) {
      logged.add(entry);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @Test
  void a_service_that_is_gone_is_forgotten() {
    service("one");
    Service other = service("other");
    rounds(Duration.ofSeconds(1));
    services.remove(other);
    rounds(Duration.ofSeconds(1));

    assertThat(autoscaler.known()).containsExactly("one");
  }

  @Test
  void two_hundred_services_at_rest_cost_next_to_nothing() {
    IntStream.range(0, 200).forEach(i -> service("service-" + i));
    long begin = System.nanoTime();
    rounds(Duration.ofHours(1));

    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .as("an hour of 200 services at rest, 1 % of a core at most")
        .isLessThan(Duration.ofSeconds(36));
    assertThat(services).allMatch(service -> service.decisions.isEmpty());
  }

  @Test
  void what_does_not_change_is_remembered_once() {
    History history = new History();
    for (int second = 0; second < 1000; second++) {
      history.add(
          new Sample(Timeline.BEGIN.plusSeconds(second), Demand.NONE, 0), Duration.ofMinutes(1));
    }
    assertThat(history.samples()).hasSize(1);
  }

  @Test
  void no_more_is_remembered_than_the_windows_need() {
    History history = new History();
    for (int second = 0; second < 1000; second++) {
      history.add(
          new Sample(Timeline.BEGIN.plusSeconds(second), Demand.of(second, 0), 0),
          Duration.ofMinutes(1));
    }
    assertThat(new ArrayList<>(history.samples()))
        .hasSize(61)
        .first()
        .extracting(Sample::time)
        .isEqualTo(Timeline.BEGIN.plusSeconds(939));
  }

  @Test
  void a_clock_that_was_set_back_starts_the_windows_anew() {
    Service service = service("one");
    service.replicas = 1;
    rounds(Duration.ofMinutes(4));
    now = now.minus(Duration.ofHours(1));
    rounds(Duration.ofMinutes(5));
    assertThat(service.decisions).isEmpty();

    rounds(Duration.ofSeconds(1));
    assertThat(service.replicas).isZero();
  }

  @Test
  void the_loop_looks_by_itself_and_ends_when_it_is_closed() throws Exception {
    Service service = service("one");
    service.demand = Demand.of(0, 1);
    try (Autoscaler running = autoscaler.start()) {
      assertThat(service.scaled.await(10, TimeUnit.SECONDS)).as("scaled by %s", running).isTrue();
    }
    assertThat(service.asked).hasValueLessThan(5);
  }
}
