package io.bentoform.api.engine.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * New tickets for the archives of a Deployment that runs: its next pod may begin long after the
 * rollout, as when a node goes or a request wakes it. Which archives they are is read from its pod
 * template, so that any server can renew them.
 */
record Tickets(Downloads downloads) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The part of the Secret of its builds that has the tickets; empty where it has no archives. */
  Optional<Secret> renewed(Deployment deployment) {
    Optional<String> plan = plan(deployment);
    if (plan.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> tickets = new HashMap<>();
    for (JsonNode archive : archives(plan.get())) {
      tickets.put(
          archive.path("ticket").asText(),
          downloads.ticket(archive.path("digest").asText()).reveal());
    }
    int revision = Integer.parseInt(deployment.getMetadata().getAnnotations().get(Labels.REVISION));
    String name = new ObjectNames(deployment.getMetadata().getName()).build(revision);
    return Optional.of(
        new SecretBuilder()
            .withNewMetadata()
            .withName(name)
            .endMetadata()
            .withStringData(tickets)
            .build());
  }

  private static Optional<String> plan(Deployment deployment) {
    return deployment.getSpec().getTemplate().getSpec().getInitContainers().stream()
        .filter(container -> container.getName().equals(PodSpecification.PREPARE))
        .map(Container::getEnv)
        .flatMap(variables -> variables.stream())
        .filter(variable -> variable.getName().equals(PodSpecification.PLAN))
        .map(EnvVar::getValue)
        .findFirst();
  }

  private static Iterable<JsonNode> archives(String plan) {
    try {
      JsonNode read = JSON.readTree(plan);
      return Stream.concat(Stream.of(read.path("bento")), read.path("models").valueStream())
          .toList();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the plan of a pod cannot be read", e);
    }
  }
}
