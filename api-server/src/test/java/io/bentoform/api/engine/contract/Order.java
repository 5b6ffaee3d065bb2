package io.bentoform.api.engine.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.bentoform.api.archive.ArchiveSource;
import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.engine.EnvironmentVariable;
import io.bentoform.api.engine.ModelArchive;
import io.bentoform.api.engine.Resources;
import io.bentoform.api.engine.SampleBento;
import io.bentoform.api.engine.SecretFile;
import io.bentoform.api.engine.ServiceSpecification;
import io.bentoform.api.engine.Sources;
import io.bentoform.api.engine.Specification;
import io.bentoform.api.engine.Strategy;
import io.bentoform.api.gateway.Choice;
import io.bentoform.api.scaling.ScalingPolicy;
import io.bentoform.api.scaling.ScalingPolicy.Behavior;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Writes specifications of the sample bento as short as tests need them. */
public final class Order {
  /**
   * How long there must be fewer requests before there are fewer replicas: longer than it takes
   * until an engine knows of a request.
   */
  private static final Duration CALM = Duration.ofSeconds(3);

  private final String name;
  private final int revision;
  private SampleBento bento = SampleBento.shared();
  private Optional<Sources> sources = Optional.empty();
  private ScalingPolicy scaling = ScalingPolicy.fixed(1);
  private Strategy strategy = Strategy.ROLLING_UPDATE;
  private Resources resources = Resources.NONE;
  private String version = Specification.MAIN;
  private Choice choice = new Choice.Random();
  private final List<Specification.Canary> canaries = new ArrayList<>();
  private final List<EnvironmentVariable> environment = new ArrayList<>();
  private final List<EnvironmentVariable> buildEnvironment = new ArrayList<>();
  private final List<SecretFile> files = new ArrayList<>();
  private final List<ModelArchive> models = new ArrayList<>();
  private final Map<String, JsonNode> overrides = new HashMap<>();
  private final Map<String, List<String>> services = new LinkedHashMap<>();

  private Order(String name, int revision) {
    this.name = name;
    this.revision = revision;
  }

  public static Order of(String name, int revision) {
    return new Order(name, revision);
  }

  public Order bento(SampleBento other) {
    bento = other;
    return this;
  }

  /** A codespace with this project. */
  public Order project(Path folder) {
    sources = Optional.of(new Sources.Project(folder, Optional.empty()));
    strategy = Strategy.RECREATE;
    return this;
  }

  public Order replicas(int number) {
    return scaling(ScalingPolicy.fixed(number));
  }

  public Order scaling(ScalingPolicy policy) {
    scaling = policy;
    return this;
  }

  /** As many replicas as the requests in flight ask for, of which one takes so many. */
  public Order scaling(int min, int max, int concurrency) {
    return scaling(
        new ScalingPolicy(
            min,
            max,
            OptionalInt.of(concurrency),
            OptionalInt.empty(),
            Behavior.FAST,
            Behavior.FAST,
            Duration.ZERO,
            CALM));
  }

  /** A bento with more services than the entry, each after those that it calls. */
  public Order service(String service, String... dependencies) {
    services.put(service, List.of(dependencies));
    return this;
  }

  public Order strategy(Strategy other) {
    strategy = other;
    return this;
  }

  public Order gpus(int number) {
    return resources(new Resources("gpu.test." + number, 0, 0, number, "test"));
  }

  public Order resources(Resources other) {
    resources = other;
    return this;
  }

  public Order variable(String variable, String value) {
    environment.add(new EnvironmentVariable(variable, Hidden.of(value)));
    return this;
  }

  public Order buildVariable(String variable, String value) {
    buildEnvironment.add(new EnvironmentVariable(variable, Hidden.of(value)));
    return this;
  }

  public Order file(String path, String content) {
    files.add(new SecretFile(path, Hidden.of(content)));
    return this;
  }

  public Order model(ModelArchive model) {
    models.add(model);
    return this;
  }

  public Order override(JsonNode configuration) {
    overrides.put(SampleBento.SERVICE, configuration);
    return this;
  }

  /** A canary version of this one, with its own settings. */
  public Order canary(String label, int weight, Order other) {
    other.version = label;
    canaries.add(new Specification.Canary(weight, other.specification()));
    return this;
  }

  /** Requests choose a version by a header. */
  public Order byHeader(String header) {
    choice = new Choice.Header(header);
    return this;
  }

  public Specification specification() {
    if (services.isEmpty()) {
      service(SampleBento.SERVICE);
    }
    return new Specification(
        "uid-" + name,
        name,
        revision,
        version,
        SampleBento.TAG,
        sources.orElseGet(
            () -> new Sources.Archive(ArchiveSource.of(bento.archive()), bento.digest())),
        models,
        services.entrySet().stream().map(each -> service(each.getKey(), each.getValue())).toList(),
        SampleBento.SERVICE,
        false,
        files,
        buildEnvironment,
        overrides,
        choice,
        canaries);
  }

  private ServiceSpecification service(String service, List<String> dependencies) {
    return new ServiceSpecification(
        service,
        dependencies,
        scaling,
        strategy,
        environment,
        resources,
        ServiceSpecification.DEFAULT_TIMEOUT,
        false,
        ServiceSpecification.DEFAULT_COLD_START_TIMEOUT);
  }
}
