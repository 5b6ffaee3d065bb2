package io.bentoform.provider.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a deployment to write or to check.
 *
 * @param name null to update, or where the API is to generate one
 * @param services settings by service, in the API's form
 * @param canary null for no canary versions
 * @param managedBy the tool that keeps the configuration; null to leave it out
 * @param secrets names of the attached secrets; null to leave them out
 * @param expectedRevisions of secrets, which the API checks; empty to skip the check
 */
public record DeploymentContent(
    @Nullable String name,
    String bento,
    boolean accessAuthorization,
    Map<String, String> envs,
    Map<String, String> labels,
    Map<String, ? extends @Nullable Object> services,
    @Nullable CanaryContent canary,
    @Nullable String managedBy,
    @Nullable List<String> secrets,
    Map<String, Long> expectedRevisions) {

  /** The same, as it is written where the API knows more than that of BentoCloud. */
  public DeploymentContent with(@Nullable String tool, Map<String, Long> revisions) {
    return new DeploymentContent(
        name, bento, accessAuthorization, envs, labels, services, canary, tool, secrets, revisions);
  }

  /** The body of an update. */
  public Map<String, @Nullable Object> update() {
    Map<String, @Nullable Object> body = Call.members();
    body.put("bento", bento);
    body.put("access_authorization", accessAuthorization);
    body.put("envs", Pairs.envs(envs));
    body.put("labels", Pairs.labels(labels));
    body.put("services", services);
    body.put("canary", canary == null ? null : canary.wire());
    body.put("secrets", secrets == null ? null : new ArrayList<@Nullable Object>(secrets));
    if (managedBy != null) {
      body.put("managed_by", managedBy);
    }
    if (!expectedRevisions.isEmpty()) {
      body.put("expected_secret_revisions", expectedRevisions);
    }
    return body;
  }

  /** The body of a creation or a check. */
  Map<String, @Nullable Object> creation() {
    Map<String, @Nullable Object> body = update();
    body.put("name", name);
    body.put("dev", false);
    return body;
  }
}
