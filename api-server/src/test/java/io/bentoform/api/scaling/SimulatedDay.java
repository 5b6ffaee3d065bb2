package io.bentoform.api.scaling;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A day of traffic before one service, in simulated time: by night nothing, by day a wave, and four
 * peaks of three minutes. A request takes 0.25 s on average and is queued while all replicas are
 * busy; it is lost when the queue is full, when it waits longer than a minute, or when its replica
 * ends before it is answered, which takes 10 s at most.
 */
final class SimulatedDay {
  private static final int DAY = 86_400;
  private static final int QUEUE = 2_000;
  private static final double COLD_START = 6;
  private static final double PATIENCE = 60;
  private static final double GRACE = 10;
  private static final double SERVICE_TIME = 0.25;
  private static final int PER_REPLICA = 4;
  private static final int[] PEAKS = {25_000, 36_000, 47_000, 70_000};

  private final Random random;
  private final ScalingPolicy policy;
  private final History history = new History();
  private final List<Worker> workers = new ArrayList<>();
  private final Deque<Double> queue = new ArrayDeque<>();
  private final PriorityQueue<Answer> answers = new PriorityQueue<>();
  private final int[] replicasByHour = new int[24];
  private double next;
  private int requests;
  private int lost;
  private int changes;
  private int most;
  private double longestWait;
  private double replicaSeconds;
  private double workSeconds;

  private static final class Worker {
    private final double readyAt;
    private double endsAt = Double.MAX_VALUE;
    private int busy;

    Worker(double readyAt) {
      this.readyAt = readyAt;
    }

    boolean takes(double now) {
      return readyAt <= now && endsAt == Double.MAX_VALUE && busy < PER_REPLICA;
    }
  }

  private record Answer(double time, Worker worker) implements Comparable<Answer> {
    @Override
    public int compareTo(Answer other) {
      return Double.compare(time, other.time);
    }
  }

  SimulatedDay(ScalingPolicy policy, long seed) {
    this.policy = policy;
    this.random = new Random(seed);
  }

  SimulatedDay run() {
    next = arrivalAfter(0);
    for (int second = 0; second < DAY; second++) {
      serveUntil(second);
      scale(second);
    }
    return this;
  }

  /** Requests a second. */
  private static double rate(double time) {
    double hour = time / 3600;
    double wave = hour < 6 || hour > 22 ? 0 : 30 * Math.sin(Math.PI * (hour - 6) / 16);
    for (int peak : PEAKS) {
      if (time >= peak && time < peak + 180) {
        return wave + 100;
      }
    }
    return wave;
  }

  /** By thinning a stream of the highest rate. */
  private double arrivalAfter(double time) {
    double highest = 130;
    double at = time;
    do {
      at += -Math.log(1 - random.nextDouble()) / highest;
    } while (at < DAY && random.nextDouble() * highest > rate(at));
    return at;
  }

  private void serveUntil(double end) {
    Answer answer = answers.peek();
    double now = Math.min(next, answer == null ? Double.MAX_VALUE : answer.time());
    while (now < end) {
      if (answer != null && answer.time() <= next) {
        answers.remove();
        answer.worker().busy--;
        lost += answer.time() > answer.worker().endsAt ? 1 : 0;
      } else {
        arrive(now);
      }
      dispatch(now);
      answer = answers.peek();
      now = Math.min(next, answer == null ? Double.MAX_VALUE : answer.time());
    }
    dispatch(end);
  }

  private void arrive(double now) {
    requests++;
    if (queue.size() < QUEUE) {
      queue.add(now);
    } else {
      lost++;
    }
    next = arrivalAfter(now);
  }

  private void dispatch(double now) {
    while (!queue.isEmpty()) {
      Worker free = free(now);
      if (free == null) {
        return;
      }
      double waited = now - queue.remove();
      longestWait = Math.max(longestWait, waited);
      if (waited > PATIENCE) {
        lost++;
        continue;
      }
      double time = Math.min(8, -Math.log(1 - random.nextDouble()) * SERVICE_TIME);
      workSeconds += time;
      free.busy++;
      answers.add(new Answer(now + time, free));
    }
  }

  private @Nullable Worker free(double now) {
    Worker least = null;
    for (Worker worker : workers) {
      if (worker.takes(now) && (least == null || worker.busy < least.busy)) {
        least = worker;
      }
    }
    return least;
  }

  private void scale(int second) {
    workers.removeIf(worker -> worker.endsAt <= second && worker.busy == 0);
    List<Worker> serving =
        workers.stream().filter(worker -> worker.endsAt == Double.MAX_VALUE).toList();
    int replicas = serving.size();
    int inFlight = serving.stream().mapToInt(worker -> worker.busy).sum();
    history.add(
        new Sample(Timeline.BEGIN.plusSeconds(second), Demand.of(inFlight, queue.size()), replicas),
        Scaler.reach(policy));
    int wanted =
        Scaler.decide(policy, history.samples(), replicas, Timeline.BEGIN.plusSeconds(second))
            .replicas();
    for (int i = replicas; i < wanted; i++) {
      workers.add(new Worker(second + COLD_START));
    }
    for (int i = wanted; i < replicas; i++) {
      serving.get(i).endsAt = second + GRACE;
    }
    changes += wanted == replicas ? 0 : 1;
    most = Math.max(most, wanted);
    replicaSeconds += wanted;
    replicasByHour[second / 3600] = wanted;
  }

  int requests() {
    return requests;
  }

  int lost() {
    return lost;
  }

  double longestWait() {
    return longestWait;
  }

  int changes() {
    return changes;
  }

  int mostReplicas() {
    return most;
  }

  /** At the end of an hour. */
  int replicasAt(int hour) {
    return replicasByHour[hour];
  }

  /** The share of the time of all slots of all replicas in which there was a request in them. */
  double busyShare() {
    return workSeconds / (replicaSeconds * PER_REPLICA);
  }
}
