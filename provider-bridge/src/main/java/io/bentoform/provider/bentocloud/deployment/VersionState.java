package io.bentoform.provider.bentocloud.deployment;

import static io.bentoform.provider.bentocloud.deployment.DeploymentSchema.BENTO;
import static io.bentoform.provider.bentocloud.deployment.DeploymentSchema.ENVS;
import static io.bentoform.provider.bentocloud.deployment.DeploymentSchema.SECRETS;
import static io.bentoform.provider.bentocloud.deployment.DeploymentSchema.SERVICES;

import io.bentoform.provider.bentocloud.Reported;
import io.bentoform.provider.bentocloud.deployment.attachment.AttachedSecret;
import io.bentoform.provider.bentocloud.deployment.service.ServiceWire;
import io.bentoform.provider.client.DeploymentVersion;
import io.bentoform.provider.client.Pairs;
import io.bentoform.provider.cty.Value;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the main version of a deployment and each canary version have: a bento, settings of
 * services, environment variables and secrets. A canary version has what it does not set from the
 * main version, and the API reports that as if it were set.
 *
 * @param object a state or plan of a deployment, or of a canary version
 */
record VersionState(Value.Fields object) {

  /** A version in a state or plan; one that sets nothing where there is none. */
  static VersionState of(Value version) {
    return new VersionState(
        version instanceof Value.Fields object ? object : new Value.Fields(Map.of()));
  }

  private Value get(String attribute) {
    return object.get(attribute);
  }

  /** The environment variables in the API's form; null where the version does not set them. */
  @Nullable List<@Nullable Object> envs() {
    return get(ENVS).isPresent() ? Pairs.named(get(ENVS).asTextMap()) : null;
  }

  /** The settings of services in the API's form; null where the version does not set them. */
  @Nullable Map<String, @Nullable Object> services() {
    return get(SERVICES).isPresent() ? ServiceWire.encode(get(SERVICES)) : null;
  }

  /**
   * The names of its secrets; null where the version does not set them.
   *
   * @param attached which of them to attach
   */
  @Nullable List<String> secrets(Predicate<AttachedSecret> attached) {
    return get(SECRETS).isPresent()
        ? AttachedSecret.list(get(SECRETS)).stream()
            .filter(attached)
            .map(AttachedSecret::label)
            .toList()
        : null;
  }

  /**
   * The version that the API reports, with prior values that mean the same, and without what it has
   * from another version.
   *
   * @param inherited what a version has that sets nothing
   * @param held all secrets of the deployment, as the replicas use them
   */
  Value.Fields refresh(
      DeploymentVersion reported, DeploymentVersion inherited, List<AttachedSecret> held) {
    return object
        .with(BENTO, bento(reported.bento(), inherited.bento()))
        .with(SERVICES, services(reported, inherited))
        .with(ENVS, envs(reported, inherited))
        .with(SECRETS, secrets(reported, inherited, held));
  }

  /** The known tag where it means the same: {@code latest} matches any version of the bento. */
  private Value bento(@Nullable String reported, @Nullable String inherited) {
    Value known = get(BENTO);
    if (reported == null || (known.isNull() && reported.equals(inherited))) {
      return known;
    }
    Value latest = Value.text(reported.substring(0, reported.indexOf(':')) + ":latest");
    return known.equals(latest) ? known : Value.text(reported);
  }

  private Value services(DeploymentVersion reported, DeploymentVersion inherited) {
    Value known = get(SERVICES);
    boolean open = !known.isUnknown() && known.asMap().isEmpty();
    return open
            && ServiceWire.said(reported.services()).equals(ServiceWire.said(inherited.services()))
        ? known
        : ServiceWire.refresh(known, reported.services());
  }

  /** Null is as inherited, and an empty map is none. */
  private Value envs(DeploymentVersion reported, DeploymentVersion inherited) {
    Value known = get(ENVS);
    if (known.isPresent()) {
      return Reported.texts(known, reported.envs());
    }
    return reported.envs().equals(inherited.envs())
        ? Value.ofNull()
        : Value.mapOfText(reported.envs());
  }

  /** In the order of the state; those that it does not have follow. */
  private Value secrets(
      DeploymentVersion reported, DeploymentVersion inherited, List<AttachedSecret> held) {
    List<String> names = reported.secrets();
    if (get(SECRETS).isNull() && names.equals(inherited.secrets())) {
      return Value.ofNull();
    }
    return AttachedSecret.value(
        Stream.concat(
                AttachedSecret.list(get(SECRETS)).stream().map(AttachedSecret::label),
                names.stream())
            .distinct()
            .filter(names::contains)
            .flatMap(name -> AttachedSecret.find(held, Value.text(name)).stream())
            .toList());
  }
}
