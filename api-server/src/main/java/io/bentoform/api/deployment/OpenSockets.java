package io.bentoform.api.deployment;

import io.bentoform.api.access.Principal;
import io.bentoform.api.http.ProblemException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * How many sockets are open at once for each token. A socket is known by the thread of its
 * connection, which ends with it however that comes about, so none is counted for ever.
 */
final class OpenSockets {
  static final int MOST = 64;

  private final Map<String, Set<Thread>> connections = new HashMap<>();

  /**
   * Counts the connection that the calling thread serves.
   *
   * @throws ProblemException 429 when the token has as many as it may have
   */
  synchronized void enter(Principal principal) {
    connections.values().forEach(threads -> threads.removeIf(thread -> !thread.isAlive()));
    connections.values().removeIf(Set::isEmpty);
    Set<Thread> open = connections.computeIfAbsent(principal.tokenUid(), token -> new HashSet<>());
    if (open.size() >= MOST) {
      throw ProblemException.tooManyRequests(
          "This token has " + MOST + " sockets open. Close some, or wait until they end.");
    }
    open.add(Thread.currentThread());
  }
}
