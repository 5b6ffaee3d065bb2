package io.bentoform.api.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import io.bentoform.api.bento.Bento;
import io.bentoform.api.bento.Bentos;
import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.deployment.Revision;
import io.bentoform.api.engine.EnvironmentVariable;
import io.bentoform.api.engine.ModelArchive;
import io.bentoform.api.engine.Resources;
import io.bentoform.api.engine.ServiceSpecification;
import io.bentoform.api.engine.Sources;
import io.bentoform.api.engine.Specification;
import io.bentoform.api.engine.Strategy;
import io.bentoform.api.gateway.Choice;
import io.bentoform.api.scaling.ScalingPolicy;
import io.bentoform.api.secret.Secrets;
import io.bentoform.api.secret.Stage;
import io.bentoform.api.wire.Canary;
import io.bentoform.api.wire.DeploymentConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds the specification of one recorded revision.
 *
 * @param secrets the attached ones of all versions, at their recorded revisions
 * @param instanceTypes what each gives to a replica
 */
record SpecificationBuilder(
    String uid,
    String name,
    Revision revision,
    List<Secrets.Resolved> secrets,
    Map<String, Resources> instanceTypes,
    Bentos bentos) {

  /** What differs between the versions of a deployment. */
  private record Version(
      String label,
      Bento bento,
      String entry,
      DeploymentConfig config,
      Sources sources,
      List<Revision.AttachedModel> models) {}

  /** The main version with its canaries. */
  Specification versions() {
    String digest = Objects.requireNonNull(revision.archiveDigest());
    Version main = main(new Sources.Archive(bentos.archive(digest), digest));
    return specification(main, services(main), choice(), canaries());
  }

  /**
   * A codespace runs its project, whatever the bento contains, with all services in one process.
   */
  Specification codespace(Sources.Project project) {
    Version main = main(project);
    ServiceSpecification entry = service(main, main.entry());
    ServiceSpecification alone =
        new ServiceSpecification(
            entry.name(),
            List.of(),
            ScalingPolicy.fixed(1),
            Strategy.RECREATE,
            entry.environment(),
            entry.resources(),
            entry.timeout(),
            false,
            entry.coldStartTimeout());
    return specification(main, List.of(alone), new Choice.Random(), List.of());
  }

  private Version main(Sources sources) {
    return new Version(
        Specification.MAIN,
        revision.bento(),
        revision.entryServiceName(),
        revision.config(),
        sources,
        revision.models());
  }

  private List<Specification.Canary> canaries() {
    List<Specification.Canary> canaries = new ArrayList<>();
    Map<String, Canary.Version> settings = revision.config().versions();
    for (Revision.CanaryVersion recorded : revision.versions()) {
      Canary.Version own = Objects.requireNonNull(settings.get(recorded.label()));
      String digest = recorded.archiveDigest();
      Version version =
          new Version(
              recorded.label(),
              recorded.bento(),
              recorded.entryServiceName(),
              revision.config().version(own),
              new Sources.Archive(bentos.archive(digest), digest),
              recorded.models());
      canaries.add(
          new Specification.Canary(
              own.share(),
              specification(version, services(version), new Choice.Random(), List.of())));
    }
    return canaries;
  }

  private Choice choice() {
    Canary canary = revision.config().canary();
    String by = canary == null ? null : canary.routeBy();
    if (canary == null || by == null) {
      return new Choice.Random();
    }
    return switch (canary.type()) {
      case Canary.HEADER -> new Choice.Header(by);
      case Canary.QUERY -> new Choice.Query(by);
      default -> new Choice.Random();
    };
  }

  private Specification specification(
      Version version,
      List<ServiceSpecification> services,
      Choice choice,
      List<Specification.Canary> canaries) {
    return new Specification(
        uid,
        name,
        revision.number(),
        version.label(),
        version.bento().tag(),
        version.sources(),
        models(version),
        services,
        version.entry(),
        revision.config().accessAuthorization(),
        AttachedValues.files(attached(version)),
        AttachedValues.variables(attached(version), Stage::atBuild),
        overrides(version.config()),
        choice,
        canaries);
  }

  private List<Secrets.Resolved> attached(Version version) {
    return secrets.stream()
        .filter(one -> version.config().secrets().contains(one.secret().name()))
        .toList();
  }

  private List<ModelArchive> models(Version version) {
    return version.models().stream()
        .map(
            model ->
                new ModelArchive(
                    model.name(), model.version(), bentos.archive(model.digest()), model.digest()))
        .toList();
  }

  /** Those that the entry service needs, each after those that it calls. */
  private List<ServiceSpecification> services(Version version) {
    Map<String, ServiceSpecification> services = new LinkedHashMap<>();
    collect(version, version.entry(), new HashSet<>(), services);
    return List.copyOf(services.values());
  }

  private void collect(
      Version version,
      String service,
      Set<String> seen,
      Map<String, ServiceSpecification> services) {
    if (seen.add(service)) {
      ServiceSpecification specified = service(version, service);
      specified.dependencies().forEach(called -> collect(version, called, seen, services));
      services.put(service, specified);
    }
  }

  private ServiceSpecification service(Version version, String service) {
    DeploymentConfig.Service deployed = version.config().services().get(service);
    String type = deployed == null ? null : deployed.instanceType();
    return new ServiceSettings(version.bento().configuration(service), deployed)
        .specification(
            service,
            version.bento().dependencies(service),
            environment(attached(version), version.config(), deployed),
            type == null ? Resources.NONE : instanceTypes.getOrDefault(type, Resources.NONE));
  }

  /** Later ones win: a plain variable over a secret's, the service's over the deployment's. */
  private static List<EnvironmentVariable> environment(
      List<Secrets.Resolved> attached,
      DeploymentConfig config,
      DeploymentConfig.@Nullable Service service) {
    List<EnvironmentVariable> environment =
        new ArrayList<>(AttachedValues.variables(attached, Stage::atRuntime));
    environment.addAll(plainVariables(config.envs()));
    if (service != null) {
      environment.addAll(plainVariables(service.variables()));
    }
    return environment;
  }

  private static List<EnvironmentVariable> plainVariables(
      List<DeploymentConfig.Variable> variables) {
    return variables.stream()
        .map(
            variable ->
                new EnvironmentVariable(
                    Objects.requireNonNull(variable.name()),
                    Hidden.of(variable.value() == null ? "" : variable.value())))
        .toList();
  }

  private static Map<String, JsonNode> overrides(DeploymentConfig config) {
    Map<String, JsonNode> overrides = new HashMap<>();
    config
        .services()
        .forEach(
            (name, service) -> {
              JsonNode override = service.configOverrides();
              if (override != null && !override.isEmpty()) {
                overrides.put(name, override);
              }
            });
    return overrides;
  }
}
