package io.bentoform.api.cluster;

import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.engine.kubernetes.ClusterAccess;
import io.bentoform.api.http.Names;
import io.bentoform.api.http.RequestBody;
import io.bentoform.api.wire.EngineRequest;
import io.bentoform.api.wire.EngineResponse;
import io.bentoform.api.wire.Toleration;
import io.bentoform.api.wire.Violation;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the settings of a Kubernetes engine must be. The forms are those of Kubernetes; no text
 * quotes a kubeconfig or the value of a variable.
 *
 * @param violations receives what is wrong
 */
record EngineRules(List<Violation> violations) {
  private static final int KUBECONFIG_BYTES = 1 << 20;
  private static final int CERTIFICATES_BYTES = 256 << 10;
  private static final int VALUE_BYTES = 64 << 10;
  private static final int CONTEXT = 253;
  private static final Pattern IMAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@-]{0,511}");
  private static final String NAME = "[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?";
  private static final Pattern LABEL = Pattern.compile("([a-z0-9.-]{1,253}/)?" + NAME);
  private static final Pattern LABEL_VALUE = Pattern.compile("(" + NAME + ")?");
  private static final Set<String> EFFECTS =
      Set.of("", "NoSchedule", "PreferNoSchedule", "NoExecute");

  static final String LOAD_BALANCER = "LoadBalancer";
  private static final String NODE_PORT = "NodePort";
  private static final Set<String> SERVICE_TYPES = Set.of(LOAD_BALANCER, NODE_PORT, "ClusterIP");
  private static final int GATEWAYS = 100;
  private static final int PORTS = 65_535;

  static Violation invalid(String pointer, String detail) {
    return new Violation(pointer, "engine_invalid", detail);
  }

  static String pointer(String member, String key) {
    return "/engine/" + member + "/" + RequestBody.escape(key);
  }

  private void require(boolean good, String pointer, String detail) {
    if (!good) {
      violations.add(invalid(pointer, detail));
    }
  }

  void check(EngineRequest request, EngineDraft draft) {
    EngineSettings settings = draft.settings();
    checkAccess(draft);
    checkStorage(request);
    if (request.registry() != null) {
      violations.add(
          new Violation(
              "/engine/registry",
              "not_supported",
              "registry is not supported yet: pods run on image, and make their environment"
                  + " themselves."));
    }
    require(
        Names.isDns1123Label(settings.namespace()),
        "/engine/namespace",
        "The namespace is 1 to 63 lower-case letters, digits and hyphens.");
    require(
        IMAGE.matcher(settings.image()).matches(),
        "/engine/image",
        settings.image().isEmpty()
            ? "A Kubernetes engine needs an image with Python and uv or pip."
            : "The image must be a reference such as HOST/NAME:TAG.");
    require(
        settings.endpointDomain().isEmpty() || Names.isDomain(settings.endpointDomain()),
        "/engine/endpoint_domain",
        "endpoint_domain must be a domain name, like models.example.org.");
    int port = Objects.requireNonNullElse(settings.endpointPort(), 1);
    require(isPort(port), "/engine/endpoint_port", "endpoint_port is 1 to 65535.");
    checkGateway(request.gateway(), settings);
    checkNodes(settings);
    checkCertificates(settings.certificates());
    require(
        settings.serverUrl().isEmpty() || isServerUrl(settings.serverUrl()),
        "/engine/server_url",
        "server_url must be an address such as https://HOST:PORT, without credentials.");
    draft.values().buildEnvironment().forEach(this::checkVariable);
  }

  private void checkAccess(EngineDraft draft) {
    String context = draft.settings().context();
    require(
        context.length() <= CONTEXT && context.chars().allMatch(c -> c > ' '),
        "/engine/context",
        "The context must be the name of one of the kubeconfig.");
    if (!draft.settings().kubeconfig()) {
      require(
          context.isEmpty(), "/engine/context", "A context needs the kubeconfig that contains it.");
      return;
    }
    Hidden kubeconfig = draft.values().kubeconfig().orElseThrow();
    if (kubeconfig.size() > KUBECONFIG_BYTES) {
      violations.add(invalid("/engine/kubeconfig", "The kubeconfig has more than 1 MiB."));
      return;
    }
    new ClusterAccess(draft.values().kubeconfig(), context)
        .problem()
        .ifPresent(problem -> violations.add(invalid("/engine/kubeconfig", problem)));
  }

  private void checkStorage(EngineRequest request) {
    EngineRequest.Storage storage = request.storage();
    if (storage == null) {
      return;
    }
    boolean none = Boolean.TRUE.equals(storage.none());
    long given =
        Stream.of(storage.claim() != null, storage.storageClass() != null, none)
            .filter(each -> each)
            .count();
    require(
        given == 1,
        "/engine/storage",
        "storage is exactly one of claim, storage_class, and none with the value true.");
    if (storage.storageClass() != null) {
      violations.add(
          new Violation(
              "/engine/storage/storage_class",
              "not_supported",
              "storage_class is not supported yet: create a PersistentVolumeClaim and name it with"
                  + " claim, or use none."));
    }
    require(
        storage.claim() == null || Names.isDns1123Label(storage.claim()),
        "/engine/storage/claim",
        "claim is the name of a PersistentVolumeClaim in the namespace.");
  }

  private static boolean isPort(int port) {
    return port >= 1 && port <= PORTS;
  }

  private void checkGateway(EngineRequest.@Nullable Gateway sent, EngineSettings settings) {
    EngineResponse.@Nullable Gateway gateway = settings.gateway();
    if (gateway == null) {
      require(
          sent == null
              || Stream.of(sent.replicas(), sent.serviceType(), sent.nodePort())
                  .allMatch(Objects::isNull),
          "/engine/gateway/image",
          "A gateway in pods needs the image of this server.");
      return;
    }
    require(
        IMAGE.matcher(gateway.image()).matches(),
        "/engine/gateway/image",
        "The image must be a reference such as HOST/NAME:TAG.");
    require(
        gateway.replicas() >= 1 && gateway.replicas() <= GATEWAYS,
        "/engine/gateway/replicas",
        "replicas is 1 to " + GATEWAYS + ".");
    require(
        SERVICE_TYPES.contains(gateway.serviceType()),
        "/engine/gateway/service_type",
        "service_type is LoadBalancer, NodePort or ClusterIP.");
    require(
        !settings.endpointDomain().isEmpty(),
        "/engine/endpoint_domain",
        "A gateway in pods needs endpoint_domain, below which deployments have host names.");
    checkNodePort(gateway, settings);
  }

  private void checkNodePort(EngineResponse.Gateway gateway, EngineSettings settings) {
    boolean atNodes = gateway.serviceType().equals(NODE_PORT);
    if (gateway.nodePort() == null) {
      require(
          !atNodes || settings.endpointPort() != null,
          "/engine/gateway/node_port",
          "NodePort needs node_port, or endpoint_port where something in front of the nodes has"
              + " another one.");
      return;
    }
    require(
        atNodes && isPort(gateway.nodePort()),
        "/engine/gateway/node_port",
        "node_port is a port of nodes, with the service_type NodePort.");
  }

  private void checkNodes(EngineSettings settings) {
    settings
        .nodeSelector()
        .forEach(
            (key, value) ->
                require(
                    LABEL.matcher(key).matches() && LABEL_VALUE.matcher(value).matches(),
                    pointer("node_selector", key),
                    "node_selector has labels of nodes and their values."));
    for (int i = 0; i < settings.tolerations().size(); i++) {
      checkToleration(settings.tolerations().get(i), "/engine/tolerations/" + i);
    }
  }

  private void checkToleration(Toleration toleration, String pointer) {
    String key = String.valueOf(toleration.key());
    String value = String.valueOf(toleration.value());
    boolean equal = "Equal".equals(toleration.operator());
    require(
        equal || "Exists".equals(toleration.operator()),
        pointer + "/operator",
        "operator is Equal or Exists.");
    require(
        key.isEmpty() ? !equal : LABEL.matcher(key).matches(),
        pointer + "/key",
        "key is that of a taint; only Exists does without.");
    require(
        equal == !value.isEmpty() && LABEL_VALUE.matcher(value).matches(),
        pointer + "/value",
        "Equal needs the value of the taint, and Exists has none.");
    require(
        EFFECTS.contains(String.valueOf(toleration.effect())),
        pointer + "/effect",
        "effect is NoSchedule, PreferNoSchedule or NoExecute.");
  }

  /** They are shown, so a key among them is refused. */
  private void checkCertificates(String pem) {
    if (pem.isEmpty()) {
      return;
    }
    require(
        pem.length() <= CERTIFICATES_BYTES && !pem.contains("PRIVATE KEY") && hasCertificates(pem),
        "/engine/certificates",
        "certificates must be certificates in PEM form, of at most 256 KiB, without a private key.");
  }

  private static boolean hasCertificates(String pem) {
    try {
      return !CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)))
          .isEmpty();
    } catch (CertificateException e) {
      return false;
    }
  }

  private static boolean isServerUrl(String text) {
    try {
      URI url = new URI(text);
      return Set.of("http", "https").contains(String.valueOf(url.getScheme()))
          && url.getHost() != null
          && Stream.of(url.getRawUserInfo(), url.getRawQuery(), url.getRawFragment())
              .allMatch(Objects::isNull);
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private void checkVariable(String name, Hidden value) {
    require(
        Names.isEnvironmentName(name),
        pointer("build_environment", name),
        "This is not the name of an environment variable.");
    require(
        value.size() <= VALUE_BYTES,
        pointer("build_environment", name),
        "The value of the variable has more than 64 KiB.");
  }
}
