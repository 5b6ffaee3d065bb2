package io.bentoform.api.engine.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The role of the server in the manifests that users apply. */
final class ManifestRole {
  static final String ACCOUNT = "bentoform";

  private static final Path FILE = Path.of("../deploy/base/rbac.yaml");

  private ManifestRole() {}

  /** The account, its role and what binds them. */
  static List<HasMetadata> objects() throws IOException {
    try (InputStream in = Files.newInputStream(FILE)) {
      List<HasMetadata> objects = new ArrayList<>();
      for (Object each : (Iterable<?>) new KubernetesSerialization().unmarshal(in)) {
        objects.add((HasMetadata) each);
      }
      return objects;
    }
  }

  /** As {@code create deployments.apps}, one for each verb of each resource. */
  static List<String> permissions() throws IOException {
    List<String> permissions = new ArrayList<>();
    for (HasMetadata each : objects()) {
      if (each instanceof Role role) {
        role.getRules().forEach(rule -> add(rule, permissions));
      }
    }
    return permissions;
  }

  private static void add(PolicyRule rule, List<String> permissions) {
    for (String group : rule.getApiGroups()) {
      for (String resource : rule.getResources()) {
        for (String verb : rule.getVerbs()) {
          permissions.add(verb + " " + resource + (group.isEmpty() ? "" : "." + group));
        }
      }
    }
  }
}
