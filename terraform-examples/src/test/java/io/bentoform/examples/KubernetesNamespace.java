package io.bentoform.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A namespace of the cluster that {@code KUBECONFIG} names, for one server: with {@code
 * -Dengine=kubernetes} the default cluster of servers runs there. The system properties are those
 * of the tests of the server:
 *
 * <ul>
 *   <li>{@code kubernetes.host}: an address of this machine that pods reach
 *   <li>{@code kubernetes.image}: an image with Python and {@code uv}
 *   <li>{@code kubernetes.folder}: a folder of this machine, where it is the only node: then pods
 *       share their environments in it
 *   <li>{@code kubernetes.gateway-image}: the image of the server; the gateway then runs in pods,
 *       from {@code kubernetes.node-port} on
 * </ul>
 */
final class KubernetesNamespace implements AutoCloseable {
  private static final boolean CHOSEN = "kubernetes".equals(System.getProperty("engine"));
  private static final String IMAGE = System.getProperty("kubernetes.image", "localhost/python:1");
  private static final String FOLDER = System.getProperty("kubernetes.folder", "");
  private static final String CLAIM = "environments";
  private static final String CLUSTER = "/api/v1/clusters/default";
  private static final Duration READY = Duration.ofMinutes(2);
  private static final Path ROLE = Layout.MODULE.resolveSibling("deploy/base/rbac.yaml");
  private static final String ACCOUNT = "bentoform";

  private final String name = "bentoform-" + UUID.randomUUID().toString().substring(0, 8);
  private final Gateways gateways = Gateways.next();

  /** Makes the namespace, with the role of the server in it. */
  KubernetesNamespace() {
    apply(
        """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: %s
          labels: {pod-security.kubernetes.io/enforce: restricted}
        """
            .formatted(name));
    apply(Workspace.read(ROLE.toString()) + "    namespace: " + name + "\n");
    if (!FOLDER.isEmpty()) {
      share(Path.of(FOLDER));
    }
  }

  /** Whether the tests are to run on a cluster. */
  static boolean isChosen() {
    return CHOSEN;
  }

  /** The settings of a server whose default cluster this is to be. */
  List<String> settings() {
    List<String> settings = new ArrayList<>();
    settings.addAll(List.of("--engine", "kubernetes", "--host", Gateways.HOST));
    settings.addAll(List.of("--kubernetes-namespace", name, "--kubernetes-image", IMAGE));
    if (!FOLDER.isEmpty()) {
      settings.addAll(List.of("--kubernetes-claim", CLAIM));
    }
    settings.addAll(gateways.settings());
    return settings;
  }

  /**
   * Tells a server what no setting can where it does not run in a pod: how to reach the cluster.
   */
  void connect(Server server) {
    ObjectNode engine = Server.JSON.createObjectNode().put("kubeconfig", kubeconfig());
    String trusted = System.getenv("SSL_CERT_FILE");
    if (trusted != null) {
      engine.put("certificates", text(Path.of(trusted)));
    }
    gateways.configure(engine);
    ObjectNode body = Server.JSON.createObjectNode();
    body.set("engine", engine);
    server.call("PATCH", CLUSTER, body.toString());
    Server.await(
        "a cluster that lacks nothing",
        READY,
        () -> server.get(CLUSTER).at("/health/message").asText().isEmpty());
    if (Gateways.areInPods()) {
      Server.await("its gateways", READY, this::hasGateways);
    }
  }

  private boolean hasGateways() {
    return run("rollout", "status", "deployment/bentoform-gateway", "--timeout=50s").exitCode()
        == 0;
  }

  /** Everything in it but Secrets, where values belong. */
  String objects() {
    return kubectl("get", "deployments,replicasets,pods,configmaps,services,events", "-o", "json");
  }

  /** With the rights of the role alone. */
  private String kubeconfig() {
    try {
      JsonNode config =
          Server.JSON.readTree(
              kubectl("config", "view", "--raw", "--flatten", "--minify", "-o", "json"));
      String token = kubectl("create", "token", ACCOUNT, "--duration=12h").strip();
      ((ObjectNode) config.at("/users/0")).putObject("user").put("token", token);
      return config.toString();
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void share(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    apply(
        """
        apiVersion: v1
        kind: PersistentVolume
        metadata: {name: %1$s}
        spec:
          accessModes: [ReadWriteMany]
          capacity: {storage: 1Gi}
          persistentVolumeReclaimPolicy: Retain
          hostPath: {path: %2$s, type: Directory}
          claimRef: {namespace: %1$s, name: %3$s}
        ---
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: %3$s}
        spec:
          accessModes: [ReadWriteMany]
          storageClassName: ""
          volumeName: %1$s
          resources: {requests: {storage: 1Gi}}
        """
            .formatted(name, folder, CLAIM));
  }

  private void apply(String manifests) {
    try {
      Path file = Files.createTempFile("manifests", ".yaml");
      try {
        Files.writeString(file, manifests);
        kubectl("apply", "-f", file.toString());
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String kubectl(String... arguments) {
    return run(arguments).orFail();
  }

  private Command run(String... arguments) {
    List<String> command = new ArrayList<>(List.of("kubectl", "--namespace", name));
    Collections.addAll(command, arguments);
    return Command.run(Layout.MODULE, Map.of(), command);
  }

  @Override
  public void close() {
    if (!FOLDER.isEmpty()) {
      kubectl("delete", "persistentvolume", name, "--wait=false"); // goes with its claim
    }
    kubectl("delete", "namespace", name, "--wait=false");
  }
}
