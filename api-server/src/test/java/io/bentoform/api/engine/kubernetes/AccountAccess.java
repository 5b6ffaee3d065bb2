package io.bentoform.api.engine.kubernetes;

import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** What an account of a cluster gets in with. */
public final class AccountAccess {
  private AccountAccess() {}

  /** A kubeconfig with a new token of a service account. */
  public static String kubeconfig(KubernetesClient admin, String namespace, String account) {
    String token =
        admin
            .serviceAccounts()
            .inNamespace(namespace)
            .withName(account)
            .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build())
            .getStatus()
            .getToken();
    return """
    apiVersion: v1
    kind: Config
    current-context: c
    contexts: [{name: c, context: {cluster: c, user: u}}]
    clusters: [{name: c, cluster: {server: "%s", certificate-authority-data: "%s"}}]
    users: [{name: u, user: {token: "%s"}}]
    """
        .formatted(admin.getMasterUrl(), authority(admin.getConfiguration()), token);
  }

  private static String authority(Config config) {
    String data = config.getCaCertData();
    try {
      return data != null
          ? data
          : Base64.getEncoder().encodeToString(Files.readAllBytes(Path.of(config.getCaCertFile())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
