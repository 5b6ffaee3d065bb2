package io.bentoform.api.terraform;

import io.bentoform.api.wire.ClusterResponse;
import io.bentoform.api.wire.DeploymentResponse;
import io.bentoform.api.wire.Resource;
import io.bentoform.api.wire.SecretResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A whole configuration: what it needs, and some secrets and deployments with their imports. */
final class Configuration {
  private static final String HEAD =
      """
      # Set the value of each variable below in the environment variable TF_VAR_NAME. Then run:
      #
      #   terraform init
      #   terraform plan
      #
      # With the values that the secrets have, the plan imports and changes nothing else; the token needs
      # the scope plan_cluster. Where values are not at hand, set values_wo_version = "1" in the secret
      # and its variables to any text: no value is written before that version changes. After the apply
      # the import blocks can be removed.
      terraform {
        required_version = ">= 1.11"
        required_providers {
          bentocloud = {
            source = "bentoform/bentocloud"
          }
        }
      }

      # It takes BENTO_CLOUD_API_ENDPOINT and BENTO_CLOUD_API_KEY, or what `bentoml cloud login` wrote.
      provider "bentocloud" {}
      """;

  private final HclWriter out = new HclWriter().lines(HEAD);
  private final Identifiers secrets = Identifiers.ofResources();
  private final Identifiers deployments = Identifiers.ofResources();
  private final Identifiers variables = Identifiers.ofVariables();
  private final Map<Key, String> written = new HashMap<>();

  private record Key(String cluster, String secret) {}

  private Configuration() {}

  /** The text of the configuration. */
  static String of(List<SecretResponse> secrets, List<DeploymentResponse> deployments) {
    Configuration all = new Configuration();
    secrets.forEach(all::secret);
    deployments.forEach(all::deployment);
    return all.out.text();
  }

  private void secret(SecretResponse secret) {
    String identifier = secrets.next(wanted(secret.cluster(), secret.resource()));
    written.put(new Key(secret.cluster().resource().name(), secret.resource().name()), identifier);
    new SecretCode(secret, identifier, variables).write(out);
  }

  private void deployment(DeploymentResponse deployment) {
    String identifier = deployments.next(wanted(deployment.cluster(), deployment.resource()));
    String cluster = deployment.cluster().resource().name();
    new DeploymentCode(
            deployment,
            identifier,
            secret -> Optional.ofNullable(written.get(new Key(cluster, secret))))
        .write(out);
  }

  private static String wanted(ClusterResponse cluster, Resource object) {
    return cluster.first() ? object.name() : object.name() + "_" + cluster.resource().name();
  }
}
