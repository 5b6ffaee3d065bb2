package io.bentoform.api.engine.local;

import io.bentoform.api.engine.ServiceId;
import io.bentoform.api.engine.ServiceSpecification;
import io.bentoform.api.engine.Specification;

/**
 * What the replicas of a version of a deployment run: a specification and what was prepared for it.
 */
record Target(Specification specification, PreparedRelease release) {

  boolean isMain() {
    return specification.version().equals(Specification.MAIN);
  }

  /** A service of it. */
  ServiceId id(ServiceSpecification service) {
    return id(service.name());
  }

  ServiceId id(String service) {
    return new ServiceId(specification.version(), service);
  }

  /** What is specified for a service of it. */
  ServiceSpecification service(String name) {
    return specification.services().stream()
        .filter(service -> service.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
