package io.bentoform.api.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bentoform.api.Eventually;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An engine on other machines that is away, comes, and goes. */
class RemoteEngineTest {
  private final AtomicBoolean away = new AtomicBoolean(true);
  private final AtomicInteger attempts = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private RemoteEngine engine = open(this::connect);

  private interface Connect {
    Engine open();
  }

  private static RemoteEngine open(Connect connect) {
    RemoteEngine.Opener opener =
        new RemoteEngine.Opener() {
          @Override
          public Engine open() {
            return connect.open();
          }

          @Override
          public Optional<String> explain(RuntimeException failure) {
            return Optional.of(failure)
                .filter(ArithmeticException.class::isInstance)
                .map(e -> "It is broken.");
          }
        };
    return new RemoteEngine(opener, Duration.ofMillis(5));
  }

  private Engine connect() {
    attempts.incrementAndGet();
    if (away.get()) {
      throw new EngineUnavailableException("It is away.");
    }
    return breakable();
  }

  /** Counts how often it is closed, and fails to stop what is called broken. */
  private Engine breakable() {
    Engine nothing = new NoEngine();
    return (Engine)
        Proxy.newProxyInstance(
            Engine.class.getClassLoader(),
            new Class<?>[] {Engine.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                closed.incrementAndGet();
              }
              if (method.getName().equals("stop") && arguments[0].equals("broken") && !away.get()) {
                throw new ArithmeticException("1 / 0");
              }
              return method.invoke(nothing, arguments);
            });
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private List<String> notices(String uid) {
    return engine.notices(uid).stream().map(Notice::message).toList();
  }

  @Test
  void a_change_is_refused_with_the_reason_while_it_is_away() {
    assertThatThrownBy(() -> engine.stop("a"))
        .isInstanceOf(EngineUnavailableException.class)
        .hasMessage("It is away.");
  }

  @Test
  void nothing_is_said_of_what_cannot_be_seen() throws Exception {
    Eventually.holds("the reason is known", () -> notices("a").contains("It is away."));

    assertThatThrownBy(() -> engine.observe("a")).isInstanceOf(EngineUnavailableException.class);
    assertThatThrownBy(engine::known).isInstanceOf(EngineUnavailableException.class);
    assertThat(engine.pods("a")).isEmpty();
    assertThat(engine.traffic()).isEmpty();
    assertThat(engine.check(List.of())).isEmpty();
    assertThat(engine.isBoundToMachine()).isFalse();
  }

  @Test
  void it_is_tried_again_until_it_is_there() throws Exception {
    Eventually.holds("it was tried again", () -> attempts.get() > 2);
    away.set(false);

    Eventually.holds("it is open", () -> notices("a").isEmpty());
    engine.stop("a");
    assertThat(engine.observe("a")).isEqualTo(Observation.nothing());
  }

  @Test
  void a_change_waits_for_the_first_attempt() throws Exception {
    CountDownLatch connected = new CountDownLatch(1);
    away.set(false);
    engine.close();
    engine =
        open(
            () -> {
              try {
                connected.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return connect();
            });
    Thread stop =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    engine.stop("a");
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    connected.countDown();

    assertThat(stop.join(Duration.ofSeconds(10))).isTrue();
    assertThat(notices("a")).isEmpty();
  }

  @Test
  void a_failure_of_one_deployment_is_told_with_it_alone_until_it_succeeds() throws Exception {
    away.set(false);
    Eventually.holds("it is open", () -> notices("broken").isEmpty());

    assertThatThrownBy(() -> engine.stop("broken"))
        .isInstanceOf(EngineUnavailableException.class)
        .hasMessage("It is broken.");

    assertThat(notices("broken")).containsExactly("It is broken.");
    assertThat(notices("other")).isEmpty();
    away.set(true);
    engine.stop("broken");
    assertThat(notices("broken")).isEmpty();
  }

  @Test
  void it_is_closed_once_and_not_opened_again() throws Exception {
    away.set(false);
    Eventually.holds("it is open", () -> notices("a").isEmpty());

    engine.close();

    assertThat(closed).hasValue(1);
    assertThatThrownBy(() -> engine.stop("a")).isInstanceOf(EngineUnavailableException.class);
  }
}
