package io.bentoform.api.engine.kubernetes;

import static io.bentoform.api.engine.kubernetes.Variables.fromSecret;
import static io.bentoform.api.engine.kubernetes.Variables.plain;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.engine.EnvironmentVariable;
import io.bentoform.api.engine.ModelArchive;
import io.bentoform.api.engine.Resources;
import io.bentoform.api.engine.ServiceId;
import io.bentoform.api.engine.ServiceSpecification;
import io.bentoform.api.engine.Sources;
import io.bentoform.api.engine.Specification;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.HostAliasBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The pods of one service: an init container prepares the bento and its environment, the other one
 * serves. They pass the Pod Security Standard "restricted".
 *
 * @param names of the objects of the service
 * @param dependencies the objects of each service that it calls
 */
record PodSpecification(
    PodParts parts,
    ObjectNames names,
    Specification specification,
    ServiceSpecification service,
    Map<String, ObjectNames> dependencies) {
  static final String BENTO = "bento";
  static final String PREPARE = "prepare";

  /** The variable that says what to fetch. */
  static final String PLAN = "PLAN";

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String WORK = "work";
  private static final String SHARED = "shared";
  private static final String VALUES = "values";
  private static final int READ_ONLY = 0440;
  private static final String GPU = "nvidia.com/gpu";

  /** Until no gateway and no kube-proxy sends a request to a pod that ends. */
  private static final long LEAVING_SECONDS = 4;

  private static final int PROBE_SECONDS = 5;
  private static final long KILL_MARGIN_SECONDS = 5;

  private KubernetesSettings settings() {
    return parts.settings();
  }

  PodSpec object() {
    return new PodSpecBuilder()
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withTerminationGracePeriodSeconds(
            LEAVING_SECONDS + settings().gracefulStop().toSeconds() + KILL_MARGIN_SECONDS)
        .withNodeSelector(settings().nodeSelector())
        .withTolerations(Restricted.tolerations(settings()))
        .withSecurityContext(Restricted.pod())
        .withHostAliases(aliases())
        .withInitContainers(prepare())
        .withContainers(serve())
        .withVolumes(volumes())
        .build();
  }

  private List<HostAlias> aliases() {
    return dependencies.isEmpty()
        ? List.of()
        : List.of(
            new HostAliasBuilder()
                .withIp(parts.calls().ip())
                .withHostnames(dependencies.values().stream().map(ObjectNames::base).toList())
                .build());
  }

  private Container prepare() {
    List<EnvVar> environment = new ArrayList<>();
    environment.add(plain("HOME", Layout.WORK));
    environment.add(plain("WORK", Layout.WORK));
    environment.add(plain("UV_CACHE_DIR", cache()));
    environment.add(plain("UV_COMPILE_BYTECODE", "1"));
    environment.add(plain("UV_NO_PROGRESS", "1"));
    environment.add(plain("UV_PYTHON_DOWNLOADS", "never"));
    if (settings().claim().isPresent()) {
      environment.add(plain("SHARED", Layout.SHARED));
    }
    if (settings().certificates().isPresent()) {
      String certificates = Layout.FILES + "/" + SharedFiles.CERTIFICATES;
      environment.add(plain("SSL_CERT_FILE", certificates));
      environment.add(plain("PIP_CERT", certificates));
    }
    environment.add(plain(PLAN, plan()));
    String secret = names.build(specification.revision());
    int archives = digests().size();
    for (int i = 0; i < archives; i++) {
      environment.add(fromSecret(ticket(i), secret, ticket(i)));
    }
    buildVariables().keySet().forEach(name -> environment.add(fromSecret(name, secret, name)));
    List<VolumeMount> mounts = mounts();
    if (settings().claim().isPresent()) {
      mounts.add(Volumes.mount(SHARED, Layout.SHARED, false));
    }
    return new ContainerBuilder()
        .withName(PREPARE)
        .withImage(settings().image())
        .withSecurityContext(Restricted.container())
        .withCommand("python3", Layout.FILES + "/" + SharedFiles.PREPARE)
        .withEnv(environment)
        .withVolumeMounts(mounts)
        .build();
  }

  /** On the volume of the environments, where packages are linked and not copied. */
  private String cache() {
    return (settings().claim().isPresent() ? Layout.SHARED : Layout.WORK) + "/packages";
  }

  private String plan() {
    ObjectNode plan = JSON.createObjectNode();
    List<String> digests = digests();
    describe(plan.putObject("bento"), digests, 0);
    var models = plan.putArray("models");
    for (ModelArchive model : specification.models()) {
      ObjectNode each =
          models.addObject().put("name", model.name()).put("version", model.version());
      describe(each, digests, models.size());
    }
    var files = plan.putArray("files");
    specification.files().forEach(file -> files.add(file.path()));
    return plan.toString();
  }

  private void describe(ObjectNode archive, List<String> digests, int index) {
    archive
        .put("url", parts.downloads().address(digests.get(index)).toString())
        .put("digest", digests.get(index))
        .put("ticket", ticket(index));
  }

  /** The digests of all archives, that of the bento first. */
  List<String> digests() {
    List<String> digests = new ArrayList<>();
    digests.add(
        switch (specification.sources()) {
          case Sources.Archive archive -> archive.digest().replaceFirst("^sha256:", "");
          case Sources.Project ignored ->
              throw new IllegalArgumentException("a codespace is not run on Kubernetes");
        });
    specification.models().forEach(model -> digests.add(model.digest()));
    return digests;
  }

  /** The variable with the ticket of an archive, also its key in the Secret of a build. */
  static String ticket(int index) {
    return "BENTOFORM_TICKET_" + index;
  }

  /** What is for builds alone; what the deployment says counts before what the cluster says. */
  Map<String, Hidden> buildVariables() {
    Map<String, Hidden> variables = new LinkedHashMap<>(settings().buildEnvironment());
    specification.buildEnvironment().forEach(each -> variables.put(each.name(), each.value()));
    return variables;
  }

  private Container serve() {
    return new ContainerBuilder()
        .withName(BENTO)
        .withImage(settings().image())
        .withSecurityContext(Restricted.container())
        .withWorkingDir(Layout.WORK)
        .withCommand(command())
        .withEnv(environment())
        .withResources(resources())
        .addNewPort()
        .withName("http")
        .withContainerPort(Layout.PORT)
        .endPort()
        .withNewLifecycle()
        .withNewPreStop()
        .withNewSleep(LEAVING_SECONDS)
        .endPreStop()
        .endLifecycle()
        .withStartupProbe(
            probe("/readyz")
                .withFailureThreshold((int) settings().readinessTimeout().toSeconds())
                .build())
        .withReadinessProbe(probe("/livez").withFailureThreshold(3).build())
        .withVolumeMounts(serving())
        .build();
  }

  /**
   * To be ready means for BentoML that the services are ready that it calls, so that is asked for
   * once: they may rest later, and would be woken by each question.
   */
  private static ProbeBuilder probe(String path) {
    return new ProbeBuilder()
        .withNewHttpGet()
        .withPath(path)
        .withNewPort("http")
        .endHttpGet()
        .withPeriodSeconds(1)
        .withTimeoutSeconds(PROBE_SECONDS);
  }

  private List<String> command() {
    List<String> words = new ArrayList<>();
    words.add(Layout.ENVIRONMENT + "/bin/python");
    words.addAll(List.of(Layout.FILES + "/" + SharedFiles.SERVE, "-"));
    words.addAll(List.of("start-http-server", Layout.BENTO));
    words.addAll(List.of("--service-name", service.name()));
    words.addAll(List.of("--host", "0.0.0.0", "--port", Integer.toString(Layout.PORT)));
    dependencies.forEach(
        (name, objects) ->
            words.addAll(List.of("--depends", name + "=" + parts.calls().url(objects))));
    words.addAll(
        List.of(
            "--timeout-graceful-shutdown", Long.toString(settings().gracefulStop().toSeconds())));
    return words;
  }

  /** The deployment may set any variable but those that the engine needs. */
  private List<EnvVar> environment() {
    Map<String, EnvVar> variables = new LinkedHashMap<>();
    for (EnvVar each :
        List.of(
            plain("PATH", Layout.ENVIRONMENT + "/bin:/usr/local/bin:/usr/bin:/bin"),
            plain("HOME", Layout.HOME),
            plain("LANG", "C.UTF-8"),
            plain("PYTHONUNBUFFERED", "1"),
            plain("BENTOML_DO_NOT_TRACK", "True"))) {
      variables.put(each.getName(), each);
    }
    if (!specification.configOverrides().isEmpty()) {
      ObjectNode overrides = JSON.createObjectNode();
      overrides.putObject("services").setAll(specification.configOverrides());
      EnvVar variable = plain("BENTOML_CONFIG_OVERRIDES", overrides.toString());
      variables.put(variable.getName(), variable);
    }
    String secret = names.values(specification.revision());
    names(service.environment())
        .forEach(name -> variables.put(name, fromSecret(name, secret, name)));
    variables.put("BENTOML_HOME", plain("BENTOML_HOME", Layout.HOME));
    variables.put("BENTO_PATH", plain("BENTO_PATH", Layout.BENTO));
    return List.copyOf(variables.values());
  }

  private static List<String> names(Collection<EnvironmentVariable> variables) {
    return variables.stream().map(EnvironmentVariable::name).distinct().toList();
  }

  private ResourceRequirements resources() {
    Resources resources = service.resources();
    Map<String, Quantity> all = new LinkedHashMap<>();
    if (resources.milliCpus() > 0) {
      all.put("cpu", new Quantity(resources.milliCpus() + "m"));
    }
    if (resources.memory() > 0) {
      all.put("memory", new Quantity(Long.toString(resources.memory())));
    }
    if (resources.gpus() > 0) {
      all.put(GPU, new Quantity(Integer.toString(resources.gpus())));
    }
    return new ResourceRequirementsBuilder().withRequests(all).withLimits(all).build();
  }

  private static List<VolumeMount> mounts() {
    return new ArrayList<>(
        List.of(
            Volumes.mount(WORK, Layout.WORK, false),
            Volumes.mountTemporary(),
            Volumes.mountFiles()));
  }

  private List<VolumeMount> serving() {
    List<VolumeMount> mounts = mounts();
    if (settings().claim().isPresent()) {
      mounts.add(Volumes.mount(SHARED, Layout.SHARED, true));
    }
    for (int i = 0; i < specification.files().size(); i++) {
      mounts.add(
          new VolumeMountBuilder()
              .withName(VALUES)
              .withMountPath(Layout.HOME + "/" + specification.files().get(i).path())
              .withSubPath(file(i))
              .withReadOnly(true)
              .build());
    }
    return mounts;
  }

  /** The key of a file in the Secret of its revision: paths cannot be keys. */
  static String file(int index) {
    return "file-" + index;
  }

  private List<Volume> volumes() {
    List<Volume> volumes = new ArrayList<>();
    volumes.add(Volumes.emptyFolder(WORK));
    volumes.add(Volumes.emptyFolder(Volumes.TEMPORARY));
    volumes.add(Volumes.files(parts.files()));
    settings()
        .claim()
        .ifPresent(
            claim ->
                volumes.add(
                    new VolumeBuilder()
                        .withName(SHARED)
                        .withNewPersistentVolumeClaim(claim, false)
                        .build()));
    if (!specification.files().isEmpty()) {
      volumes.add(
          new VolumeBuilder()
              .withName(VALUES)
              .withNewSecret()
              .withSecretName(names.values(specification.revision()))
              .withDefaultMode(READ_ONLY)
              .endSecret()
              .build());
    }
    return volumes;
  }

  /** The service that it is for. */
  ServiceId id() {
    return new ServiceId(specification.version(), service.name());
  }
}
