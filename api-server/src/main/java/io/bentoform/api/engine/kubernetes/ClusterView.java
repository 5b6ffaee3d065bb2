package io.bentoform.api.engine.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What the cluster has of ours, as it tells by itself: one watch for the Deployments and one for
 * the pods of all deployments, and no request for a single one.
 */
final class ClusterView implements AutoCloseable {
  private final SharedIndexInformer<Deployment> deployments;
  private final SharedIndexInformer<Pod> pods;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /**
   * Begins to watch.
   *
   * @param onChange called with the uid of the deployment whose objects have changed
   */
  ClusterView(KubernetesClient client, String namespace, Consumer<String> onChange) {
    this.deployments =
        client
            .apps()
            .deployments()
            .inNamespace(namespace)
            .withLabel(Labels.MANAGED_BY, Labels.MANAGER)
            .inform(handler(onChange));
    this.pods =
        client
            .pods()
            .inNamespace(namespace)
            .withLabel(Labels.MANAGED_BY, Labels.MANAGER)
            .inform(handler(onChange));
  }

  private <T extends HasMetadata> ResourceEventHandler<T> handler(Consumer<String> onChange) {
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
        onChange.accept(uid(object));
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
    long left = limit.toNanos();
    lock.lockInterruptibly();
    try {
      while (!condition.getAsBoolean()) {
        if (left <= 0) {
          return false;
        }
        left =
            changed.awaitNanos(Math.min(left, TimeUnit.SECONDS.toNanos(1)))
                + left
                - Math.min(left, TimeUnit.SECONDS.toNanos(1));
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  List<Deployment> deployments(String uid) {
    return deployments.getStore().list().stream().filter(one -> uid(one).equals(uid)).toList();
  }

  /** The Deployments of all deployments. */
  List<Deployment> deployments() {
    return deployments.getStore().list();
  }

  Optional<Deployment> deployment(String name) {
    return deployments.getStore().list().stream()
        .filter(one -> one.getMetadata().getName().equals(name))
        .findFirst();
  }

  List<Pod> pods(String uid) {
    return pods.getStore().list().stream().filter(one -> uid(one).equals(uid)).toList();
  }

  @Override
  public void close() {
    deployments.close();
    pods.close();
  }
}
