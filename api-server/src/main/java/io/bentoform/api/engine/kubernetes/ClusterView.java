package io.bentoform.api.engine.kubernetes;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What the cluster has of ours, as it tells by itself: one watch each for the records, Deployments
 * and pods of all deployments, and no request for a single one.
 */
final class ClusterView implements AutoCloseable {
  private static final String BY_UID = "uid";
  private static final long LOOK = TimeUnit.SECONDS.toNanos(1);

  private final SharedIndexInformer<ConfigMap> records;
  private final SharedIndexInformer<Deployment> deployments;
  private final SharedIndexInformer<Pod> pods;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Sees nothing before {@link #start}. */
  ClusterView(KubernetesClient client, String namespace, String owner) {
    this.records =
        informer(
            client
                .configMaps()
                .inNamespace(namespace)
                .withLabel(Labels.OWNER, owner)
                .withLabel(Labels.RECORD, "true"));
    this.deployments =
        informer(client.apps().deployments().inNamespace(namespace).withLabel(Labels.OWNER, owner));
    this.pods = informer(client.pods().inNamespace(namespace).withLabel(Labels.OWNER, owner));
  }

  private static <T extends HasMetadata> SharedIndexInformer<T> informer(Informable<T> objects) {
    return objects.runnableInformer(0).addIndexers(Map.of(BY_UID, object -> List.of(uid(object))));
  }

  /**
   * Begins to watch, and returns when all that there is has been seen.
   *
   * @param onChange called with the uid of the deployment whose objects have changed
   * @param onPod called with each pod that has changed
   */
  void start(Consumer<String> onChange, Consumer<Pod> onPod) {
    records.addEventHandler(handler(object -> onChange.accept(uid(object))));
    deployments.addEventHandler(handler(object -> onChange.accept(uid(object))));
    pods.addEventHandler(
        handler(
            pod -> {
              onPod.accept(pod);
              onChange.accept(uid(pod));
            }));
    records.run();
    deployments.run();
    pods.run();
  }

  private <T extends HasMetadata> ResourceEventHandler<T> handler(Consumer<T> onChange) {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(T object) {
        tell(object);
      }

      @Override
      public void onUpdate(T before, T object) {
        tell(object);
      }

      @Override
      public void onDelete(T object, boolean unknown) {
        tell(object);
      }

      private void tell(T object) {
        onChange.accept(object);
        lock.lock();
        try {
          changed.signalAll();
        } finally {
          lock.unlock();
        }
      }
    };
  }

  private static String uid(HasMetadata object) {
    return Objects.requireNonNullElse(object.getMetadata().getLabels().get(Labels.UID), "");
  }

  /** Waits until something holds; false when it does not within the limit. */
  boolean await(BooleanSupplier condition, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    lock.lockInterruptibly();
    try {
      while (!condition.getAsBoolean()) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        // A change is told before it is in the store.
        boolean unused = changed.await(Math.min(left, LOOK), TimeUnit.NANOSECONDS);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  Optional<ConfigMap> record(String uid) {
    return records.getIndexer().byIndex(BY_UID, uid).stream().findFirst();
  }

  /** The records of all deployments. */
  List<ConfigMap> records() {
    return records.getStore().list();
  }

  List<Deployment> deployments(String uid) {
    return deployments.getIndexer().byIndex(BY_UID, uid);
  }

  /** The Deployments of all deployments. */
  List<Deployment> deployments() {
    return deployments.getStore().list();
  }

  Optional<Deployment> deployment(String uid, String name) {
    return deployments(uid).stream()
        .filter(one -> one.getMetadata().getName().equals(name))
        .findFirst();
  }

  List<Pod> pods(String uid) {
    return pods.getIndexer().byIndex(BY_UID, uid);
  }

  /** The deployments that have any object here. */
  Set<String> uids() {
    Set<String> uids = new TreeSet<>();
    records().forEach(one -> uids.add(uid(one)));
    deployments().forEach(one -> uids.add(uid(one)));
    return uids;
  }

  @Override
  public void close() {
    records.close();
    deployments.close();
    pods.close();
  }
}
