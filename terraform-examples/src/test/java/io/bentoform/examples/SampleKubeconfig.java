package io.bentoform.examples;

/** The kubeconfig of a cluster that is not there. */
final class SampleKubeconfig {
  private SampleKubeconfig() {}

  /** With the token of an account. */
  static String of(String token) {
    return """
    apiVersion: v1
    kind: Config
    current-context: main
    contexts: [{name: main, context: {cluster: sample, user: sample}}]
    clusters: [{name: sample, cluster: {server: "https://127.0.0.1:1"}}]
    users: [{name: sample, user: {token: %s}}]
    """
        .formatted(token);
  }
}
