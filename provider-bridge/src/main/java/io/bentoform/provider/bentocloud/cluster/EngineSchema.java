package io.bentoform.provider.bentocloud.cluster;

import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.schema.Attribute;
import io.bentoform.provider.schema.Nested;
import io.bentoform.provider.validation.Validators;
import java.util.Map;

/**
 * The attribute {@code engine}: what runs the deployments of a cluster, in the words of the API.
 * Only {@code kubeconfig_wo} and {@code build_environment_wo} contain secret values.
 */
final class EngineSchema {

  static final String ENGINE = "engine";
  static final String TYPE = "type";
  static final String KUBECONFIG = "kubeconfig_wo";
  static final String KUBECONFIG_VERSION = "kubeconfig_wo_version";
  static final String CREDENTIALS = "credentials";
  static final String CONTEXT = "context";
  static final String NAMESPACE = "namespace";
  static final String IMAGE = "image";
  static final String ENDPOINT_DOMAIN = "endpoint_domain";
  static final String ENDPOINT_PORT = "endpoint_port";
  static final String STORAGE = "storage";
  static final String CLAIM = "claim";
  static final String NONE = "none";
  static final String NODE_SELECTOR = "node_selector";
  static final String TOLERATIONS = "tolerations";
  static final String KEY = "key";
  static final String OPERATOR = "operator";
  static final String VALUE = "value";
  static final String EFFECT = "effect";
  static final String GATEWAY = "gateway";
  static final String SERVER_URL = "server_url";
  static final String CERTIFICATES = "certificates";
  static final String VARIABLES = "build_environment_wo";
  static final String VARIABLES_VERSION = "build_environment_wo_version";
  static final String VARIABLE_NAMES = "build_environment_keys";

  static final Value LOCAL = Value.text("local");
  static final Value KUBERNETES = Value.text("kubernetes");

  private EngineSchema() {}

  /** The type of an engine. */
  static Type.ObjectOf type() {
    return engine().type() instanceof Type.ObjectOf object ? object : new Type.ObjectOf(Map.of());
  }

  static Attribute engine() {
    return Attribute.nested(
            ENGINE,
            Nested.Nesting.SINGLE,
            Attribute.required(TYPE, Type.STRING)
                .describedAs(
                    "`kubernetes`, or `local` for the machine of the server, which has no other"
                        + " arguments. It stays while the cluster has deployments.")
                .checkedBy(Validators.oneOf("local", "kubernetes")),
            kubeconfig(),
            version(KUBECONFIG_VERSION, KUBECONFIG),
            Attribute.computed(CREDENTIALS, Type.STRING)
                .describedAs(
                    "`kubeconfig`, or `in_cluster` for the service account of the server's own"
                        + " pod."),
            Attribute.optional(CONTEXT, Type.STRING)
                .describedAs("Context of the kubeconfig. Defaults to its current one."),
            Attribute.optionalComputed(NAMESPACE, Type.STRING)
                .withDefault(Value.text("bentoform"))
                .describedAs(
                    "Namespace of all objects. It must exist, and no other cluster may use it."
                        + " Defaults to `bentoform`.")
                .checkedBy(Validators.label()),
            Attribute.optionalComputed(IMAGE, Type.STRING)
                .describedAs(
                    "Image of pods, with Python 3.9 or later and `uv` or `pip`. Defaults to what the"
                        + " server was started with (`--kubernetes-image`)."),
            storage(),
            Attribute.optional(NODE_SELECTOR, new Type.MapOf(Type.STRING))
                .describedAs("Labels of the nodes that pods run on."),
            tolerations(),
            Attribute.optional(ENDPOINT_DOMAIN, Type.STRING)
                .describedAs(
                    "Domain below which deployments have host names. Without it they have ports."),
            Attribute.optional(ENDPOINT_PORT, Type.NUMBER)
                .describedAs(
                    "Port of these host names. Defaults to that of the server or of the gateway.")
                .checkedBy(Validators.atLeast(1)),
            gateway(),
            Attribute.optional(SERVER_URL, Type.STRING)
                .describedAs(
                    "Address of the control API that pods reach. Defaults to its public one."),
            Attribute.optional(CERTIFICATES, Type.STRING)
                .describedAs("What builds and gateways in pods trust, as PEM."),
            variables(),
            version(VARIABLES_VERSION, VARIABLES),
            Attribute.computed(VARIABLE_NAMES, new Type.SetOf(Type.STRING))
                .describedAs("Names of the variables of builds. Known at plan."))
        .describedAs(
            "What runs the deployments of the cluster. Without it the machine of the server does."
                + " Changing it rolls out again what runs.");
  }

  private static Attribute kubeconfig() {
    return Attribute.optional(KUBECONFIG, Type.STRING)
        .asSensitive()
        .asWriteOnly()
        .describedAs(
            "Kubeconfig with its credentials in it, without files and programs (`kubectl config"
                + " view --raw --flatten --minify`). Write-only: never stored in state or plan."
                + " Without it the server uses the service account of its own pod.");
  }

  private static Attribute version(String name, String of) {
    return Attribute.optional(name, Type.STRING)
        .describedAs(
            "Any text. Changing it writes `"
                + of
                + "` again: the API does not tell its value, so another one alone is not noticed."
                + " Its first value after an import stands for what there is, and writes nothing.");
  }

  private static Attribute storage() {
    return Attribute.nested(
            STORAGE,
            Nested.Nesting.SINGLE,
            Attribute.optional(CLAIM, Type.STRING)
                .describedAs(
                    "Name of a PersistentVolumeClaim in the namespace, shared by all pods.")
                .checkedBy(Validators.label()),
            Attribute.optional(NONE, Type.BOOL)
                .describedAs("`true`: each pod makes its environment anew."))
        .describedAs(
            "Where Python environments are kept: one of `claim` and `none`. Defaults to `{ none ="
                + " true }`.")
        .checkedBy(EngineChecks::storage);
  }

  private static Attribute tolerations() {
    return Attribute.nested(
            TOLERATIONS,
            Nested.Nesting.LIST,
            Attribute.optional(KEY, Type.STRING)
                .describedAs("Key of the taint. Without it any, with `Exists`."),
            Attribute.optional(OPERATOR, Type.STRING)
                .describedAs("`Equal` or `Exists`. Defaults to `Equal` where there is a value.")
                .checkedBy(Validators.oneOf("Equal", "Exists")),
            Attribute.optional(VALUE, Type.STRING).describedAs("Value of the taint, with `Equal`."),
            Attribute.optional(EFFECT, Type.STRING)
                .describedAs(
                    "`NoSchedule`, `PreferNoSchedule` or `NoExecute`. Without it any of them.")
                .checkedBy(Validators.oneOf("NoSchedule", "PreferNoSchedule", "NoExecute")))
        .describedAs("Taints of nodes that pods run on all the same.");
  }

  private static Attribute gateway() {
    return Attribute.nested(
            GATEWAY,
            Nested.Nesting.SINGLE,
            Attribute.required(IMAGE, Type.STRING).describedAs("Image of the server."),
            Attribute.optionalComputed("replicas", Type.NUMBER)
                .withDefault(Value.number(2))
                .describedAs("Number of pods. Defaults to 2.")
                .checkedBy(Validators.atLeast(1)),
            Attribute.optionalComputed("service_type", Type.STRING)
                .withDefault(Value.text("LoadBalancer"))
                .describedAs(
                    "`LoadBalancer`, `NodePort` or `ClusterIP`. Defaults to `LoadBalancer`.")
                .checkedBy(Validators.oneOf("LoadBalancer", "NodePort", "ClusterIP")),
            Attribute.optional("node_port", Type.NUMBER)
                .describedAs("Port of nodes, with `NodePort`.")
                .checkedBy(Validators.atLeast(1)))
        .describedAs(
            "Gateway in pods of the cluster; it needs `endpoint_domain`. Without it the gateway runs"
                + " in the server, which must reach pods by their addresses.");
  }

  private static Attribute variables() {
    return Attribute.optional(VARIABLES, new Type.MapOf(Type.STRING))
        .asWriteOnly()
        .describedAs(
            "Variables of builds, such as those of package indexes. Write-only: values are never"
                + " stored in state or plan, but names are readable in both.")
        .checkedBy(Validators.environment());
  }
}
