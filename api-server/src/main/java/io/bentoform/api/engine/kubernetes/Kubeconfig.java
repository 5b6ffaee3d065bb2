package io.bentoform.api.engine.kubernetes;

import io.bentoform.api.crypto.Hidden;
import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.Context;
import io.fabric8.kubernetes.api.model.NamedAuthInfo;
import io.fabric8.kubernetes.api.model.NamedCluster;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The kubeconfig of somebody else. It brings its credentials itself: the server runs none of its
 * programs and reads none of its files. No message quotes it.
 */
final class Kubeconfig {
  private static final String UNREADABLE =
      "The kubeconfig is not a YAML document of the kind Config.";
  private static final String FILES =
      "The kubeconfig names files, which are not on the server. Embed them with: kubectl config view"
          + " --raw --flatten --minify";
  private static final String PROGRAM =
      "The kubeconfig gets its credentials from a program (exec or auth-provider), which the server"
          + " does not run. Use the token or the certificate of an account.";

  private Kubeconfig() {}

  /**
   * Its settings for a client.
   *
   * @param context empty for its current one
   * @throws IllegalArgumentException with a message for users when it cannot be used
   */
  static Config read(Hidden text, String context) {
    var parsed = parse(text);
    if (!context.isEmpty()) {
      parsed.setCurrentContext(context);
    }
    check(parsed, context);
    try {
      return Config.fromKubeconfig(Serialization.asYaml(parsed));
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(UNREADABLE);
    }
  }

  /** Why it cannot be used, for users; asks no server. */
  static Optional<String> problem(Hidden text, String context) {
    Config config;
    try {
      config = read(text, context);
    } catch (IllegalArgumentException e) {
      return Optional.ofNullable(e.getMessage());
    }
    try {
      new KubernetesClientBuilder().withConfig(config).build().close();
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of("The certificates or the key in the kubeconfig cannot be read.");
    }
  }

  private static io.fabric8.kubernetes.api.model.Config parse(Hidden text) {
    io.fabric8.kubernetes.api.model.@Nullable Config parsed;
    try {
      parsed = Serialization.unmarshal(text.reveal(), io.fabric8.kubernetes.api.model.Config.class);
    } catch (RuntimeException e) {
      // Its message would quote the text.
      throw new IllegalArgumentException(UNREADABLE);
    }
    if (parsed == null) {
      throw new IllegalArgumentException(UNREADABLE);
    }
    return parsed;
  }

  private static void check(io.fabric8.kubernetes.api.model.Config parsed, String named) {
    Context context =
        find(
            parsed.getContexts(),
            NamedContext::getName,
            parsed.getCurrentContext(),
            named.isEmpty()
                ? "The kubeconfig has no current context. Set context to the name of one."
                : "The kubeconfig has no context " + named + ".",
            NamedContext::getContext);
    Cluster cluster =
        find(
            parsed.getClusters(),
            NamedCluster::getName,
            context.getCluster(),
            "The kubeconfig lacks the cluster of its context.",
            NamedCluster::getCluster);
    AuthInfo user =
        find(
            parsed.getUsers(),
            NamedAuthInfo::getName,
            context.getUser(),
            "The kubeconfig lacks the user of its context.",
            NamedAuthInfo::getUser);
    require(isSet(cluster.getServer()), "The kubeconfig lacks the server of its cluster.");
    require(user.getExec() == null && user.getAuthProvider() == null, PROGRAM);
    require(
        Stream.of(
                cluster.getCertificateAuthority(),
                user.getClientCertificate(),
                user.getClientKey(),
                user.getTokenFile())
            .noneMatch(Kubeconfig::isSet),
        FILES);
  }

  private static <N, T> T find(
      @Nullable List<N> all,
      Function<N, String> name,
      @Nullable String wanted,
      String missing,
      Function<N, T> value) {
    return Stream.ofNullable(all)
        .flatMap(List::stream)
        .filter(each -> isSet(wanted) && String.valueOf(wanted).equals(name.apply(each)))
        .findFirst()
        .map(value)
        .orElseThrow(() -> new IllegalArgumentException(missing));
  }

  private static void require(boolean good, String problem) {
    if (!good) {
      throw new IllegalArgumentException(problem);
    }
  }

  private static boolean isSet(@Nullable String text) {
    return text != null && !text.isEmpty();
  }
}
