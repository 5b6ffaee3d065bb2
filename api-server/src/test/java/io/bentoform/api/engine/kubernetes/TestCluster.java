package io.bentoform.api.engine.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bentoform.api.http.Json;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A namespace of the cluster that {@code KUBECONFIG} names, for the time of a test, with the Pod
 * Security Standard "restricted". System properties say what is special about the cluster:
 *
 * <ul>
 *   <li>{@code kubernetes.host}: an address of this machine that pods reach
 *   <li>{@code kubernetes.image}: an image with Python 3.9 or later, better with {@code uv} too
 *   <li>{@code kubernetes.gateway-image}: the image of this product, for gateways in pods; without
 *       it they run in the process of the test
 *   <li>{@code kubernetes.folder}: a folder of this machine, where it is the only node: then pods
 *       share their environments in it, else each builds its own
 * </ul>
 */
final class TestCluster implements AutoCloseable {
  static final String HOST = System.getProperty("kubernetes.host", "127.0.0.1");

  private static final String IMAGE = System.getProperty("kubernetes.image", "localhost/python:1");
  private static final String CLAIM = "environments";
  private static final Quantity ANY = new Quantity("1Gi");

  private final String namespace = "bentoform-" + UUID.randomUUID().toString().substring(0, 8);
  private final KubernetesClient client = new KubernetesClientBuilder().build();
  private final Optional<Path> folder =
      Optional.ofNullable(System.getProperty("kubernetes.folder")).map(Path::of);

  TestCluster() throws IOException {
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(namespace)
                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                .endMetadata()
                .build())
        .create();
    for (HasMetadata each : ManifestRole.objects()) {
      client.resource(each).inNamespace(namespace).create();
    }
    if (folder.isPresent()) {
      share(folder.get());
    }
  }

  /** A client that may do what the role of the manifests allows in the namespace, and no more. */
  KubernetesClient connect() {
    return new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(kubeconfig())).build();
  }

  /** As {@link #connect}, for a server. */
  String kubeconfig() {
    return AccountAccess.kubeconfig(client, namespace, ManifestRole.ACCOUNT);
  }

  /** The engine of a cluster of a server that is this one, in JSON. */
  ObjectNode engine() throws IOException {
    ObjectNode engine =
        Json.MAPPER
            .createObjectNode()
            .put("type", "kubernetes")
            .put("image", IMAGE)
            .put("namespace", namespace)
            .put("kubeconfig", kubeconfig());
    if (folder.isPresent()) {
      engine.putObject("storage").put("claim", CLAIM);
    }
    String trusted = System.getenv("SSL_CERT_FILE");
    if (trusted != null) {
      engine.put("certificates", Files.readString(Path.of(trusted)));
    }
    return engine;
  }

  private void share(Path shared) throws IOException {
    Files.createDirectories(shared);
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
    client
        .resource(
            new PersistentVolumeBuilder()
                .withNewMetadata()
                .withName(namespace)
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteMany")
                .addToCapacity("storage", ANY)
                .withPersistentVolumeReclaimPolicy("Retain")
                .withNewHostPath(shared.toString(), "Directory")
                .withNewClaimRef()
                .withNamespace(namespace)
                .withName(CLAIM)
                .endClaimRef()
                .endSpec()
                .build())
        .create();
    client
        .resource(
            new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(CLAIM)
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteMany")
                .withStorageClassName("")
                .withVolumeName(namespace)
                .withNewResources()
                .addToRequests("storage", ANY)
                .endResources()
                .endSpec()
                .build())
        .create();
  }

  /** What an engine needs to know of it; builds trust what this machine trusts. */
  KubernetesSettings settings() throws IOException {
    String trusted = System.getenv("SSL_CERT_FILE");
    return new KubernetesSettings(
        namespace,
        namespace,
        IMAGE,
        folder.map(there -> CLAIM),
        Map.of(),
        List.of(),
        trusted == null ? Optional.empty() : Optional.of(Files.readString(Path.of(trusted))),
        Map.of(),
        Duration.ofMinutes(3),
        Duration.ofMinutes(5),
        Duration.ofSeconds(10));
  }

  /** The names of the pods of a deployment. */
  List<String> pods(String uid) {
    return client
        .pods()
        .inNamespace(namespace)
        .withLabel(Labels.UID, uid)
        .list()
        .getItems()
        .stream()
        .map(pod -> pod.getMetadata().getName())
        .toList();
  }

  /** Has one pod with a label leave, as when its node is drained. */
  void evictOne(String label, String value) {
    client.pods().inNamespace(namespace).withLabel(label, value).list().getItems().stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .findAny()
        .ifPresent(pod -> client.resource(pod).delete());
  }

  /** Kills the pods of a deployment, with a second for their end. */
  void kill(String uid) {
    client.pods().inNamespace(namespace).withLabel(Labels.UID, uid).withGracePeriod(1).delete();
  }

  /** The uids of the deployments that have any object. */
  Set<String> uids() {
    return Stream.of(
            client.configMaps().inNamespace(namespace).withLabel(Labels.UID).list().getItems(),
            client.secrets().inNamespace(namespace).withLabel(Labels.UID).list().getItems(),
            client
                .apps()
                .deployments()
                .inNamespace(namespace)
                .withLabel(Labels.UID)
                .list()
                .getItems(),
            client.pods().inNamespace(namespace).withLabel(Labels.UID).list().getItems())
        .flatMap(List::stream)
        .map(one -> one.getMetadata().getLabels().get(Labels.UID))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns when the namespace is gone: another run may need its ports. */
  @Override
  public void close() {
    client.namespaces().withName(namespace).delete();
    client
        .namespaces()
        .withName(namespace)
        .waitUntilCondition(Objects::isNull, 2, TimeUnit.MINUTES);
    folder.ifPresent(shared -> client.persistentVolumes().withName(namespace).delete());
    client.close();
  }
}
