package io.bentoform.provider.rpc;

import io.bentoform.provider.plugin.PluginProcess;
import java.io.IOException;
import java.util.List;

/** The program of a provider: its {@code main} calls {@link #run} and does nothing else. */
public final class ProviderMain {

  private ProviderMain() {}

  /**
   * Serves the provider to the host that has started this process, or with {@code --debug} to each
   * host that attaches to it; then ends the process.
   *
   * @param arguments of the command line
   * @param address the full source address of the provider, as in {@code required_providers}
   * @param factory makes the provider for each host
   */
  public static void run(String[] arguments, String address, ProviderFactory factory)
      throws IOException, InterruptedException {
    PluginProcess process =
        new PluginProcess(
            address,
            List.of(new ProviderService(factory)),
            System.getenv(),
            System.out,
            System.err);
    System.exit(process.run(List.of(arguments)));
  }
}
