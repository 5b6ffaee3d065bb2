package io.bentoform.api.engine.contract;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bentoform.api.Eventually;
import io.bentoform.api.engine.Engine;
import io.bentoform.api.engine.Event;
import io.bentoform.api.engine.Pod;
import io.bentoform.api.engine.RolloutException;
import java.net.URI;
import java.util.List;

/** An engine with real replicas, which all tests of a class share; each removes what it applied. */
public interface EngineUnderTest {
  Engine engine();

  Client client();

  /** What the engine has told of its deployments. */
  List<Event> events();

  /**
   * Ends all replicas of a deployment as a crash would, behind the engine's back; they are gone
   * when it returns.
   */
  void crash(String uid) throws Exception;

  default URI apply(Order order) throws Exception {
    return engine().apply(order.specification(), new Phases()).orElseThrow();
  }

  default RolloutException failure(Order order) {
    return catchThrowableOfType(RolloutException.class, () -> apply(order));
  }

  /** Names of the replicas that run. */
  default List<String> replicas(String uid) {
    return engine().pods(uid).stream()
        .filter(pod -> pod.role() == Pod.Role.API_SERVER && pod.phase() == Pod.Phase.RUNNING)
        .map(Pod::name)
        .toList();
  }

  default void awaitRest(String uid) throws Exception {
    Eventually.holds("it rests", () -> engine().observe(uid).isScaledToZero());
    Eventually.holds(
        "no replica is left, which might still take a request",
        () -> engine().pods(uid).stream().noneMatch(pod -> pod.role() == Pod.Role.API_SERVER));
  }
}
