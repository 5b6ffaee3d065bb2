package io.bentoform.provider.bentocloud;

import io.bentoform.provider.client.ApiException;
import io.bentoform.provider.client.ControlApi;
import io.bentoform.provider.client.DeploymentRecord;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.resource.Cancellation;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What was planned and applied since the provider was configured. It tells resources what the API
 * does not know yet: a secret that is planned but not written, a name that is about to become free.
 *
 * <p>A host runs plan and apply in separate processes, so nothing here outlives either.
 */
public final class Run {

  /** How long to wait for a deletion to start after a name was found to be in use. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private static final Duration PAUSE = Duration.ofMillis(50);

  /**
   * A secret as planned or written by this run.
   *
   * @param keys known
   * @param revision may be unknown
   * @param uid may be unknown
   */
  public record Secret(Value keys, Value revision, Value uid) {}

  private record Key(String type, ObjectId id) {
    static Key of(String type, ObjectId id) {
      return new Key(type, id.resolved());
    }
  }

  private record Deletions(int running, int ended) {}

  private final PlannedValues plannedValues = new PlannedValues();
  private final Map<Key, Secret> secrets = new HashMap<>();
  private final Set<Key> attached = new HashSet<>();
  private final Set<Key> created = new HashSet<>();
  private final Set<Key> deleted = new HashSet<>();
  private final Map<Key, Deletions> deletions = new HashMap<>();
  private final Set<String> newClusters = ConcurrentHashMap.newKeySet();
  private final Map<String, List<DeploymentRecord>> unmanaged = new ConcurrentHashMap<>();

  /** What the secrets of this plan have, as far as it is known. */
  public PlannedValues plannedValues() {
    return plannedValues;
  }

  /** Records a secret whose content is planned or written. */
  public synchronized void keep(ObjectId id, Secret secret) {
    secrets.put(Key.of("secret", id), secret);
  }

  /** The secret as written by this run; empty when its content does not change. */
  public synchronized Optional<Secret> secret(ObjectId id) {
    return Optional.ofNullable(secrets.get(Key.of("secret", id)));
  }

  /** The deployments of a cluster that no tool manages, which are read once. */
  public List<DeploymentRecord> unmanaged(@Nullable String cluster, ControlApi api) {
    return unmanaged.computeIfAbsent(
        Objects.requireNonNullElse(cluster, ObjectId.DEFAULT_CLUSTER),
        name -> api.deployments().unmanaged(cluster));
  }

  /** Notes that a deployment attaches a secret as it is now, because no change of it is known. */
  public synchronized void attach(ObjectId id) {
    attached.add(Key.of("secret", id));
  }

  /** Whether a deployment attached this secret before its change was known. */
  public synchronized boolean isAttachedUnchanged(ObjectId id) {
    return attached.contains(Key.of("secret", id));
  }

  /** Records that this run creates a cluster: until then the API cannot be asked about it. */
  public void createsCluster(String name) {
    newClusters.add(name);
  }

  /** Whether this run creates the cluster. */
  public boolean isNewCluster(@Nullable String name) {
    return name != null && newClusters.contains(name);
  }

  /** Records a planned creation; returns whether this plan deletes an object of that name. */
  public synchronized boolean plansCreation(String type, ObjectId id) {
    created.add(Key.of(type, id));
    return deleted.contains(Key.of(type, id));
  }

  /** Records a planned deletion; returns whether this plan creates an object of that name. */
  public synchronized boolean plansDeletion(String type, ObjectId id) {
    deleted.add(Key.of(type, id));
    return created.contains(Key.of(type, id));
  }

  /** Runs a deletion that creations of the same name wait for. */
  public <T> T deleting(String type, ObjectId id, Supplier<T> deletion) {
    Key key = Key.of(type, id);
    note(key, 1, 0);
    try {
      return deletion.get();
    } finally {
      note(key, -1, 1);
    }
  }

  private synchronized void note(Key key, int running, int ended) {
    Deletions before = deletions(key);
    deletions.put(key, new Deletions(before.running() + running, before.ended() + ended));
  }

  private synchronized Deletions deletions(Key key) {
    return deletions.getOrDefault(key, new Deletions(0, 0));
  }

  /**
   * Creates an object as soon as its name is free: if the name is in use, waits for a deletion that
   * is in progress or starts within a few seconds.
   *
   * @throws ApiException as thrown by the last attempt
   */
  public <T> T create(
      String type, ObjectId id, Duration limit, Cancellation cancellation, Supplier<T> creation) {
    Key key = Key.of(type, id);
    long start = System.nanoTime();
    while (true) {
      int seen = deletions(key).ended();
      try {
        return creation.get();
      } catch (ApiException e) {
        boolean leaving = e.problem().equals("being_deleted");
        if (!NameConflict.isReportedBy(e)
            || !becomesFree(key, seen, leaving, start, limit, cancellation)) {
          throw e;
        }
      }
    }
  }

  /**
   * Waits until a deletion has ended; a deletion outside this run can only be detected by trying
   * again.
   */
  private boolean becomesFree(
      Key key, int seen, boolean leaving, long start, Duration limit, Cancellation cancellation) {
    long refused = System.nanoTime();
    while (System.nanoTime() - start < limit.toNanos() && !cancellation.stoppedWithin(PAUSE)) {
      Deletions now = deletions(key);
      if (now.ended() > seen) {
        return true;
      }
      if (now.running() == 0 && System.nanoTime() - refused > GRACE.toNanos()) {
        return leaving;
      }
    }
    return false;
  }
}
