package io.bentoform.api.cluster;

/** Kubeconfigs of clusters that do not exist, unless an address is given. */
public final class SampleKubeconfig {
  /** Nobody listens there. */
  public static final String NOWHERE = "https://127.0.0.1:1";

  private SampleKubeconfig() {}

  /** With the token of an account. */
  public static String of(String server, String token) {
    return with(server, "token: " + token);
  }

  /** With another kind of credentials. */
  static String with(String server, String user) {
    return """
        apiVersion: v1
        kind: Config
        current-context: main
        contexts:
        - name: main
          context: {cluster: sample, user: sample}
        clusters:
        - name: sample
          cluster: {server: "%s"}
        users:
        - name: sample
          user: {%s}
        """
        .formatted(server, user);
  }
}
