package io.bentoform.api.engine.kubernetes;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.bentoform.api.engine.RolloutException;
import io.bentoform.api.engine.ServiceId;
import io.bentoform.api.engine.ServiceSpecification;
import io.bentoform.api.engine.Specification;
import io.bentoform.api.gateway.Choice;
import io.bentoform.api.gateway.remote.GatewayJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the cluster keeps of a deployment beside its objects: all that any server needs to route its
 * requests and to scale it, and never a value.
 *
 * @param port of its address; 0 with host names
 * @param revision the last one that was rolled out; -1 before the first and after a stop
 * @param changing whether a rollout is in progress, which may bring replicas
 * @param served what is served, or is about to be
 * @param failure why the last rollout failed
 */
record DeploymentRecord(
    String uid,
    String name,
    int port,
    int revision,
    boolean changing,
    Served served,
    Optional<String> failure) {
  static final int NO_REVISION = -1;

  private static final int ALL = 100;

  /**
   * How requests reach replicas.
   *
   * @param guarded whether the endpoint asks for a token
   * @param entry the service under whose name the requests to the address are counted
   * @param shares of the versions, the main one first
   * @param services by {@link ServiceId#text}, without their environment
   */
  record Served(
      boolean guarded,
      String entry,
      Choice choice,
      List<Share> shares,
      Map<String, ServiceSpecification> services) {
    Served {
      shares = List.copyOf(shares);
      services = Map.copyOf(services);
    }

    static Served of(Specification specification) {
      List<Share> shares = new ArrayList<>();
      int given = specification.canaries().stream().mapToInt(Specification.Canary::weight).sum();
      shares.add(Share.of(specification, ALL - given));
      specification
          .canaries()
          .forEach(canary -> shares.add(Share.of(canary.specification(), canary.weight())));
      Map<String, ServiceSpecification> services = new LinkedHashMap<>();
      for (Specification version : specification.versions()) {
        for (ServiceSpecification service : version.services()) {
          services.put(
              new ServiceId(version.version(), service.name()).text(),
              service.withEnvironment(List.of()));
        }
      }
      return new Served(
          specification.protectedEndpoint(),
          specification.entry(),
          specification.choice(),
          shares,
          services);
    }

    Served guardedToo(boolean other) {
      return new Served(guarded || other, entry, choice, shares, services);
    }

    /** Whether a service takes requests to the address. */
    boolean isEntry(ServiceId service) {
      return shares.stream().map(Share::service).anyMatch(service::equals);
    }
  }

  /**
   * A version's share of the requests.
   *
   * @param weight in percent
   * @param entry the service of it that takes them
   */
  record Share(String version, int weight, String entry) {
    static Share of(Specification version, int weight) {
      return new Share(version.version(), weight, version.entry());
    }

    @JsonIgnore
    ServiceId service() {
      return new ServiceId(version, entry);
    }
  }

  /** Of a deployment whose first rollout begins. */
  static DeploymentRecord begun(Specification specification, int port) {
    return new DeploymentRecord(
        specification.uid(),
        specification.name(),
        port,
        NO_REVISION,
        true,
        Served.of(specification),
        Optional.empty());
  }

  /** A rollout begins: until it has ended, the stricter of both revisions protects the endpoint. */
  DeploymentRecord changingTo(Specification specification) {
    return new DeploymentRecord(
        uid,
        specification.name(),
        port,
        revision,
        true,
        served.guardedToo(specification.protectedEndpoint()),
        failure);
  }

  /** A rollout has succeeded. */
  DeploymentRecord changed(Specification specification) {
    return new DeploymentRecord(
        uid,
        specification.name(),
        port,
        specification.revision(),
        false,
        Served.of(specification),
        Optional.empty());
  }

  /** A rollout has failed, and all is as it was before. */
  DeploymentRecord failed(RolloutException cause) {
    return new DeploymentRecord(
        uid, name, port, revision, false, served, Optional.ofNullable(cause.getMessage()));
  }

  /** Nothing of it is to run. */
  DeploymentRecord stopped() {
    return new DeploymentRecord(uid, name, port, NO_REVISION, false, served, Optional.empty());
  }

  /** Whether replicas run, or would with the next request. */
  @JsonIgnore
  boolean isRolledOut() {
    return revision != NO_REVISION;
  }

  /** The names of the objects of a service. */
  ObjectNames names(ServiceId service) {
    return ObjectNames.of(uid, name, service);
  }

  static DeploymentRecord read(String json) {
    try {
      return GatewayJson.MAPPER.readValue(json, DeploymentRecord.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the record of a deployment cannot be read", e);
    }
  }

  String text() {
    try {
      return GatewayJson.MAPPER.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the record of a deployment cannot be written", e);
    }
  }
}
