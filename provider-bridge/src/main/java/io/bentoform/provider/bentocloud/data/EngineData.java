package io.bentoform.provider.bentocloud.data;

import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What data sources tell of the engine of a cluster: its settings, which have no credentials. */
final class EngineData {

  private static final Columns STORAGE =
      Columns.of(
          Column.text("claim", "Name of the PersistentVolumeClaim; null for none."),
          Column.flag(
              "none", "Whether each pod makes its environment anew.", json -> json.flag("none")));

  private static final Columns TOLERATION =
      Columns.of(
          Column.text("key", "Key of the taint; empty for any."),
          Column.text("operator", "`Equal` or `Exists`."),
          Column.text("value", "Value of the taint, with `Equal`."),
          Column.text("effect", "Effect of the taint; empty for any."));

  private static final Columns GATEWAY =
      Columns.of(
          Column.text("image", "Image of the server."),
          Column.number("replicas", "Number of pods."),
          Column.text("service_type", "`LoadBalancer`, `NodePort` or `ClusterIP`."),
          Column.number("node_port", "Port of nodes, with `NodePort`; null for any."));

  private static final Columns SETTINGS =
      Columns.of(
          Column.text("type", "`local` or `kubernetes`, which alone has the rest."),
          Column.text(
              "credentials",
              "`kubeconfig`, or `in_cluster` for the service account of the server's own pod."),
          Column.text("context", "Context of the kubeconfig; empty for its current one."),
          Column.text("namespace", "Namespace of all objects."),
          Column.text("image", "Image of pods."),
          Column.object(
              "storage",
              "Where Python environments are kept.",
              STORAGE,
              json -> JsonObject.of(json.raw("storage"))),
          Column.of(
              "node_selector",
              new Type.MapOf(Type.STRING),
              "Labels of the nodes that pods run on.",
              json -> Value.mapOfText(texts(json.object("node_selector")))),
          Column.objects(
              "tolerations",
              "Taints of nodes that pods run on all the same.",
              TOLERATION,
              json -> json.objects("tolerations")),
          Column.text(
              "endpoint_domain",
              "Domain below which deployments have host names; empty for ports."),
          Column.number(
              "endpoint_port",
              "Port of these host names; null for that of the server or of the gateway."),
          Column.object(
              "gateway",
              "Gateway in pods of the cluster; null for one in the server.",
              GATEWAY,
              json -> JsonObject.of(json.raw("gateway"))),
          Column.text(
              "server_url", "Address of the control API that pods reach; empty for its own."),
          Column.text("certificates", "What builds and gateways in pods trust, as PEM."),
          Column.of(
              "build_environment_keys",
              new Type.SetOf(Type.STRING),
              "Names of the variables of builds.",
              json -> Value.setOfText(json.texts("build_environment"))));

  private static final Columns HEALTH_OF_ENGINE =
      Columns.of(
          Column.flag(
              "reachable",
              "Whether the server can use the cluster now.",
              json -> json.flag("reachable")),
          Column.text("version", "Version of Kubernetes, such as `v1.34.4`; empty if unknown."),
          Column.text("message", "What is wrong; empty when nothing is."),
          Column.of(
              "missing_permissions",
              new Type.ListOf(Type.STRING),
              "What the account needs and may not do, such as `create deployments.apps`.",
              json ->
                  Value.list(
                      json.texts("missing_permissions").stream().map(Value::text).toList())));

  static final Column ENGINE =
      Column.object(
          "engine",
          "What runs the deployments of the cluster; null for a plain BentoCloud, which does not"
              + " tell.",
          SETTINGS,
          json -> JsonObject.of(json.raw("engine")));

  static final Column HEALTH =
      Column.object(
          "health",
          "How the engine is now: the server asks it, for at most some seconds. Null for a plain"
              + " BentoCloud.",
          HEALTH_OF_ENGINE,
          json -> JsonObject.of(json.raw("health")));

  private EngineData() {}

  private static Map<String, String> texts(JsonObject object) {
    Map<String, String> texts = new TreeMap<>();
    for (String name : object.members().keySet()) {
      Optional.ofNullable(object.text(name)).ifPresent(text -> texts.put(name, text));
    }
    return texts;
  }
}
