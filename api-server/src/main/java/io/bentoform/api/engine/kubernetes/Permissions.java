package io.bentoform.api.engine.kubernetes;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an account may do in a namespace, of what the engine needs there.
 *
 * @param gateway whether the gateway runs there too
 */
record Permissions(KubernetesClient client, String namespace, boolean gateway) {

  /** One kind of objects, and what the engine does with them. */
  private record Need(String group, String resource, String subresource, List<String> verbs) {
    Need(String group, String resource, String... verbs) {
      this(group, resource, "", List.of(verbs));
    }

    /** As {@code create deployments.apps} or {@code get pods/log}. */
    String text(String verb) {
      return verb
          + " "
          + resource
          + (subresource.isEmpty() ? "" : "/" + subresource)
          + (group.isEmpty() ? "" : "." + group);
    }
  }

  private static final List<Need> NEEDS =
      List.of(
          new Need(
              "apps",
              "deployments",
              "get",
              "list",
              "watch",
              "create",
              "patch",
              "delete",
              "deletecollection"),
          new Need("apps", "deployments", "scale", List.of("get", "update")),
          new Need(
              "autoscaling",
              "horizontalpodautoscalers",
              "create",
              "patch",
              "delete",
              "deletecollection"),
          new Need(
              "policy", "poddisruptionbudgets", "create", "patch", "delete", "deletecollection"),
          new Need("", "pods", "get", "list", "watch"),
          new Need("", "pods", "log", List.of("get")),
          new Need("", "services", "create", "patch", "delete", "deletecollection"),
          new Need("", "secrets", "create", "patch", "deletecollection"),
          new Need("", "configmaps", "list", "watch", "create", "patch", "deletecollection"));

  private static final Need NEED_OF_GATEWAY =
      new Need("networking.k8s.io", "networkpolicies", "create", "patch", "deletecollection");

  /** All that the engine needs, as {@code create deployments.apps} or {@code get pods/log}. */
  static List<String> all() {
    return needs(true).stream().flatMap(need -> need.verbs().stream().map(need::text)).toList();
  }

  private static List<Need> needs(boolean gateway) {
    return gateway ? Stream.concat(NEEDS.stream(), Stream.of(NEED_OF_GATEWAY)).toList() : NEEDS;
  }

  /** What is not allowed, in the order of the kinds. */
  List<String> missing() {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Map.Entry<String, Boolean>>> asked = new ArrayList<>();
      for (Need need : needs(gateway)) {
        for (String verb : need.verbs()) {
          asked.add(
              CompletableFuture.supplyAsync(
                  () -> Map.entry(need.text(verb), isAllowed(need, verb)), threads));
        }
      }
      return asked.stream()
          .map(CompletableFuture::join)
          .filter(answer -> !answer.getValue())
          .map(Map.Entry::getKey)
          .toList();
    }
  }

  /** Where the account may not even ask, nothing is known to be missing. */
  private boolean isAllowed(Need need, String verb) {
    try {
      return review(need, verb);
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        return true;
      }
      throw e;
    }
  }

  private boolean review(Need need, String verb) {
    @Nullable SubjectAccessReviewStatus status =
        client
            .authorization()
            .v1()
            .selfSubjectAccessReview()
            .create(
                new SelfSubjectAccessReviewBuilder()
                    .withNewSpec()
                    .withNewResourceAttributes()
                    .withNamespace(namespace)
                    .withGroup(need.group())
                    .withResource(need.resource())
                    .withSubresource(need.subresource())
                    .withVerb(verb)
                    .endResourceAttributes()
                    .endSpec()
                    .build())
            .getStatus();
    return Stream.ofNullable(status).anyMatch(given -> Boolean.TRUE.equals(given.getAllowed()));
  }
}
