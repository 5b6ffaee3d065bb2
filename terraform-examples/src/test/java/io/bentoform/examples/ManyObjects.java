package io.bentoform.examples;

/** A configuration of many secrets, and of deployments at zero replicas with two of them each. */
final class ManyObjects {
  private ManyObjects() {}

  /** Secrets with three keys each, which no other one has. */
  static String secrets(int count) {
    return Workspace.HEAD
        + Workspace.VALUE
        + """
        resource "bentocloud_secret" "all" {
          count     = %1$d
          name      = "many-${count.index}"
          values_wo = {
            for key in ["A", "B", "C"] : "${key}_${count.index}" => "${var.value} ${key}"
          }
        }

        """
            .formatted(count);
  }

  /** Deployments, to be added to twice as many secrets. */
  static String deployments(int count) {
    return """
    resource "bentocloud_deployment" "all" {
      count   = %1$d
      name    = "many-${count.index}"
      bento   = "fingerprint:v1"
      secrets = [bentocloud_secret.all[2 * count.index], bentocloud_secret.all[2 * count.index + 1]]
      services = {
        Fingerprint = { scaling = { min_replicas = 0, max_replicas = 1 } }
      }
    }
    """
        .formatted(count);
  }
}
