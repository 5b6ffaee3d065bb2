package io.bentoform.api.deployment;

import io.bentoform.api.access.Principal;
import io.bentoform.api.http.ProblemException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Limits the open sockets of each token. A socket is counted by the thread of its connection, which
 * always ends with it.
 */
final class OpenSockets {
  static final int MAX = 64;

  private final Map<String, Set<Thread>> connections = new HashMap<>();

  /**
   * Counts the connection that the calling thread serves.
   *
   * @throws ProblemException 429 when the token has reached its limit
   */
  synchronized void enter(Principal principal) {
    connections.values().forEach(threads -> threads.removeIf(thread -> !thread.isAlive()));
    connections.values().removeIf(Set::isEmpty);
    Set<Thread> open = connections.computeIfAbsent(principal.tokenUid(), token -> new HashSet<>());
    if (open.size() >= MAX) {
      throw ProblemException.tooManyRequests(
          "This token has " + MAX + " sockets open. Close some, or wait until they end.");
    }
    open.add(Thread.currentThread());
  }
}
