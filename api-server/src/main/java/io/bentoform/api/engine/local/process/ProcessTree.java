package io.bentoform.api.engine.local.process;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All processes that one started process stands for: itself, its descendants and, unless it is the
 * {@link Supervisor} of a sandbox, whoever carries its tag. A zombie counts as gone.
 */
public final class ProcessTree {
  private static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final @Nullable ProcessIdentity leader;
  private final ProcessTag tag;
  private final Set<ProcessIdentity> seen = new LinkedHashSet<>();

  public ProcessTree(@Nullable ProcessIdentity leader, ProcessTag tag) {
    this.leader = leader;
    this.tag = tag;
  }

  /**
   * Asks the leader to end, gives it the time to finish what it does, then kills whatever is left,
   * and returns when nothing is. An interrupt ends the grace period, and is kept for the caller.
   *
   * @return false when a process survived the kill
   */
  public boolean end(Duration grace) {
    boolean interrupted = Thread.interrupted();
    try {
      look();
      if (leader != null && leader.alive()) {
        ask(leader);
      } else {
        terminateAll();
      }
      if (!interrupted) {
        interrupted = awaitGone(grace);
      }
      long deadline = System.nanoTime() + KILL_TIMEOUT.toNanos();
      while (!gone() && System.nanoTime() < deadline) {
        seen.forEach(ProcessIdentity::kill);
        interrupted |= pause();
      }
      return gone();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** In a sandbox that has not begun yet nobody can be asked. */
  private static void ask(ProcessIdentity leader) {
    if (Supervisor.is(leader)) {
      Supervisor.command(leader).ifPresentOrElse(ProcessIdentity::terminate, leader::kill);
    } else {
      leader.terminate();
    }
  }

  private void terminateAll() {
    seen.forEach(ProcessIdentity::terminate);
  }

  /** Returns true when interrupted. */
  private boolean awaitGone(Duration grace) {
    long deadline = System.nanoTime() + grace.toNanos();
    boolean leaderLeft = leader != null && leader.alive();
    while (!gone() && System.nanoTime() < deadline) {
      if (leaderLeft && leader != null && !leader.alive()) {
        leaderLeft = false;
        terminateAll();
      }
      if (pause()) {
        return true;
      }
    }
    return false;
  }

  /** All processes of the tree that run now. */
  public Set<ProcessIdentity> members() {
    look();
    return seen.stream().filter(ProcessIdentity::alive).collect(Collectors.toSet());
  }

  /** Looks for more only when those that are known are gone: looking costs, this is asked often. */
  private boolean gone() {
    if (seen.stream().anyMatch(ProcessIdentity::alive)) {
      return false;
    }
    look();
    return seen.stream().noneMatch(ProcessIdentity::alive);
  }

  /** Remembers every process ever seen: once its parent is gone, a child is hard to find. */
  private void look() {
    Consumer<ProcessIdentity> remember =
        process -> {
          seen.add(process);
          ProcessHandle.of(process.pid()).stream()
              .flatMap(ProcessHandle::descendants)
              .forEach(child -> ProcessIdentity.of(child.pid()).ifPresent(seen::add));
        };
    if (leader != null && leader.alive()) {
      remember.accept(leader);
      if (Supervisor.is(leader)) {
        // Nothing leaves a sandbox.
        return;
      }
    }
    tag.bearers().forEach(remember);
  }

  private static boolean pause() {
    try {
      Thread.sleep(PAUSE);
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }
}
