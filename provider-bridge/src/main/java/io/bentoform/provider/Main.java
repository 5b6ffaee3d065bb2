package io.bentoform.provider;

import io.bentoform.provider.bentocloud.ApiAccess;
import io.bentoform.provider.bentocloud.BentoCloudProvider;
import io.bentoform.provider.bentocloud.Catalog;
import io.bentoform.provider.bentocloud.cluster.ClusterResource;
import io.bentoform.provider.bentocloud.cluster.InstanceTypeResource;
import io.bentoform.provider.bentocloud.data.DataSources;
import io.bentoform.provider.bentocloud.deployment.DeploymentAction;
import io.bentoform.provider.bentocloud.deployment.DeploymentFromYaml;
import io.bentoform.provider.bentocloud.deployment.DeploymentResource;
import io.bentoform.provider.bentocloud.deployment.DeploymentToYaml;
import io.bentoform.provider.bentocloud.function.ParseDotenv;
import io.bentoform.provider.bentocloud.secret.SecretResource;
import io.bentoform.provider.bentocloud.token.TokenEphemeral;
import io.bentoform.provider.bentocloud.token.TokenResource;
import io.bentoform.provider.log.Log;
import io.bentoform.provider.resource.Provider;
import io.bentoform.provider.rpc.ProviderMain;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The program {@code terraform-provider-bentocloud}. */
public final class Main {

  private Main() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length == 1 && (args[0].equals("version") || args[0].equals("--version"))) {
      System.out.println("terraform-provider-bentocloud " + version());
      return;
    }
    ProviderMain.run(args, BentoCloudProvider.ADDRESS, Main::provider);
  }

  /** The version of the package, for people who report what they run. */
  private static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : "v" + version.replace("-SNAPSHOT", "");
  }

  /** The provider of one host, with all that it offers. */
  public static Provider provider(Map<String, String> environment, Log log) {
    return new BentoCloudProvider(environment, log, Main::catalog);
  }

  private static Catalog catalog(ApiAccess access) {
    return new Catalog(
        List.of(
            new SecretResource(access),
            new DeploymentResource(access),
            new TokenResource(access),
            new ClusterResource(access),
            new InstanceTypeResource(access)),
        DataSources.all(access),
        List.of(new TokenEphemeral(access)),
        List.of(new DeploymentFromYaml(), new DeploymentToYaml(), new ParseDotenv()),
        List.of(DeploymentAction.restart(access), DeploymentAction.rollback(access)));
  }
}
