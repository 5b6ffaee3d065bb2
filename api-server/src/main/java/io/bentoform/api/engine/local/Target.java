package io.bentoform.api.engine.local;

import io.bentoform.api.engine.ServiceSpecification;
import io.bentoform.api.engine.Specification;

/** What the replicas of a deployment run: a specification and what was prepared for it. */
record Target(Specification specification, PreparedRelease release) {

  /** What is specified for a service of it. */
  ServiceSpecification service(String name) {
    return specification.services().stream()
        .filter(service -> service.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
