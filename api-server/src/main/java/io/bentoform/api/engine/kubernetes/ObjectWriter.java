package io.bentoform.api.engine.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes and removes objects of one namespace, by server-side apply under one name. */
record ObjectWriter(KubernetesClient client, String namespace) {
  private static final String MANAGER = "bentoform";

  /** Makes an object as it is given, whoever changed it. */
  <T extends HasMetadata> T apply(T object) {
    return client
        .resource(object)
        .inNamespace(namespace)
        .fieldManager(MANAGER)
        .forceConflicts()
        .serverSideApply();
  }

  /** Writes tickets into a Secret under a name of their own, so that all else in it stays. */
  void applyTickets(Secret tickets) {
    client
        .resource(tickets)
        .inNamespace(namespace)
        .fieldManager(MANAGER + "-tickets")
        .forceConflicts()
        .serverSideApply();
  }

  /** Makes an object that never changes, unless it is there already. */
  void create(HasMetadata object) {
    try {
      client.resource(object).inNamespace(namespace).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
    }
  }

  /** Makes a Deployment as it was, but for its number of replicas. */
  void restore(Deployment before) {
    apply(
        new DeploymentBuilder()
            .withNewMetadata()
            .withName(before.getMetadata().getName())
            .withOwnerReferences(before.getMetadata().getOwnerReferences())
            .withLabels(before.getMetadata().getLabels())
            .withAnnotations(
                before.getMetadata().getAnnotations().entrySet().stream()
                    .filter(each -> each.getKey().startsWith("bentoform.io/"))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)))
            .endMetadata()
            .withSpec(before.getSpec().edit().withReplicas(null).build())
            .build());
  }

  void scale(String deployment, int replicas) {
    client.apps().deployments().inNamespace(namespace).withName(deployment).scale(replicas);
  }

  void removeAutoscaler(String name) {
    client
        .autoscaling()
        .v2()
        .horizontalPodAutoscalers()
        .inNamespace(namespace)
        .withName(name)
        .delete();
  }

  /** Removes the objects of one service; the pods go on for a moment. */
  void removeService(String name) {
    removeAutoscaler(name);
    client.policy().v1().podDisruptionBudget().inNamespace(namespace).withName(name).delete();
    client.apps().deployments().inNamespace(namespace).withName(name).delete();
    client.services().inNamespace(namespace).withName(name).delete();
  }

  /** Removes what a deployment gave to the replicas of other revisions. */
  void removeSecretsBut(String uid, int revision) {
    client
        .secrets()
        .inNamespace(namespace)
        .withLabel(Labels.UID, uid)
        .withLabelNotIn(Labels.REVISION, Integer.toString(revision))
        .delete();
  }

  /** Removes what a deployment runs, and leaves its record. */
  void removeRunning(String uid) {
    client
        .autoscaling()
        .v2()
        .horizontalPodAutoscalers()
        .inNamespace(namespace)
        .withLabel(Labels.UID, uid)
        .delete();
    client
        .policy()
        .v1()
        .podDisruptionBudget()
        .inNamespace(namespace)
        .withLabel(Labels.UID, uid)
        .delete();
    client.apps().deployments().inNamespace(namespace).withLabel(Labels.UID, uid).delete();
    client.services().inNamespace(namespace).withLabel(Labels.UID, uid).delete();
    client.secrets().inNamespace(namespace).withLabel(Labels.UID, uid).delete();
  }

  /**
   * Removes a gateway in pods, its policy first: with it nobody else can call replicas. An account
   * that may not remove a kind of objects could not have made them.
   */
  void removeGateway(Map<String, String> labels) {
    Stream.<MixedOperation<? extends HasMetadata, ?, ?>>of(
            client.network().v1().networkPolicies(),
            client.policy().v1().podDisruptionBudget(),
            client.apps().deployments(),
            client.services(),
            client.secrets())
        .forEach(kind -> removeAllowed(kind, labels));
  }

  private void removeAllowed(
      MixedOperation<? extends HasMetadata, ?, ?> kind, Map<String, String> labels) {
    try {
      kind.inNamespace(namespace).withLabels(labels).delete();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
        throw e;
      }
    }
  }

  /** Removes all that a deployment has, first what says how to scale it. */
  void removeAll(String uid) {
    client.configMaps().inNamespace(namespace).withLabel(Labels.UID, uid).delete();
    removeRunning(uid);
  }
}
