package io.bentoform.examples;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Measures Terraform with many secrets of three keys each, alone and with half as many deployments
 * at zero replicas, beside as many {@code terraform_data}: {@code terraform-examples/benchmark}.
 * Each step of both is timed one after the other, so the column that says how many times as long
 * ours takes holds on any machine. Terraform itself needs longer for an object the more there are,
 * so the provider's own CPU time is told too; with several numbers of secrets, the last column says
 * how it grew for an object since the first.
 */
public final class ScaleBenchmark {
  private static final String BUILT_IN_SECRETS =
      """
      variable "value" {
        type = string
      }

      resource "terraform_data" "all" {
        count = %1$d
        input = { for key in ["A", "B", "C"] : key => "${var.value} ${key} ${count.index}" }
      }
      """;

  private static final String BUILT_IN_DEPLOYMENTS =
      """
      resource "terraform_data" "deployment" {
        count = %1$d
        input = [terraform_data.all[2 * count.index].output, terraform_data.all[2 * count.index + 1].output]
      }
      """;

  private record Step(String name, String value, List<String> arguments) {}

  private static final List<Step> STEPS =
      List.of(
          new Step("apply", "first", List.of("apply", "-auto-approve")),
          new Step("plan without changes", "first", List.of("plan")),
          new Step("plan of a change of every value", "second", List.of("plan")),
          new Step("apply of it", "second", List.of("apply", "-auto-approve")),
          new Step("destroy", "second", List.of("destroy", "-auto-approve")));

  private final Server server;
  private final StateBackend backend;
  private final ProviderUse use;

  /** The provider's milliseconds for an object in the first measurement. */
  private final Map<Step, Double> first = new HashMap<>();

  private ScaleBenchmark(Server server, StateBackend backend, ProviderUse use) {
    this.server = server;
    this.backend = backend;
    this.use = use;
  }

  /** Arguments: how many secrets, for each measurement. */
  public static void main(String[] arguments) {
    int exitCode = 1;
    try {
      run(
          Stream.of(arguments)
              .flatMap(each -> Stream.of(each.split(" ")))
              .map(Integer::parseInt)
              .toList());
      exitCode = 0;
    } catch (RuntimeException | Error e) {
      System.err.println(e.getMessage());
    } finally {
      System.exit(exitCode);
    }
  }

  private static void run(List<Integer> counts) {
    Server server = Server.idle();
    try (StateBackend backend = new StateBackend();
        ProviderUse use = new ProviderUse()) {
      ScaleBenchmark alone = new ScaleBenchmark(server, backend, use);
      ScaleBenchmark attached = new ScaleBenchmark(server, backend, use);
      for (int secrets : counts) {
        String ours = ManyObjects.secrets(secrets);
        String builtIn = BUILT_IN_SECRETS.formatted(secrets);
        System.out.printf("%n%,d secrets%n%n", secrets);
        alone.compare(ours, builtIn, secrets);
        int deployments = secrets / 2;
        System.out.printf("%n%,d secrets and %,d deployments%n%n", secrets, deployments);
        attached.compare(
            ours + ManyObjects.deployments(deployments),
            builtIn + BUILT_IN_DEPLOYMENTS.formatted(deployments),
            secrets + deployments);
      }
      System.out.printf("%nPeak memory of one provider process: %d MB%n", use.peakMemory() >> 20);
    }
  }

  private void compare(String configuration, String builtInConfiguration, int objects) {
    System.out.printf(
        "%-34s %16s %8s %7s %14s %14s %8s%n",
        "", "terraform_data s", "ours s", "times", "provider CPU s", "ms per object", "growth");
    try (Workspace ours = workspace(configuration);
        Workspace builtIn = workspace(builtInConfiguration)) {
      for (Step step : STEPS) {
        double without = seconds(builtIn, step);
        double before = use.cpuSeconds();
        double with = seconds(ours, step);
        double cpu = use.cpuSeconds() - before;
        double each = cpu * 1000 / objects;
        double growth = each / first.computeIfAbsent(step, unused -> each);
        System.out.printf(
            "%-34s %16.1f %8.1f %7.1f %14.1f %14.2f %8.2f%n",
            step.name(), without, with, with / without, cpu, each, growth);
      }
    }
  }

  /** A folder whose state is in the backend. That asks for an init, and so for the mirror. */
  private Workspace workspace(String configuration) {
    Workspace workspace = Workspace.containing(configuration, server);
    workspace.write("terraform.rc", Mirror.cliConfig());
    String name = workspace.folder().getFileName().toString();
    workspace.write("backend.tf", backend.configuration(name));
    workspace.with("value", "").terraform("init", "-input=false", "-no-color").orFail();
    return workspace;
  }

  private static double seconds(Workspace workspace, Step step) {
    List<String> arguments = new ArrayList<>(step.arguments());
    arguments.addAll(List.of("-input=false", "-no-color"));
    workspace.with("value", step.value());
    long start = System.nanoTime();
    Command ended = workspace.terraform(arguments.toArray(String[]::new));
    double seconds = (System.nanoTime() - start) / 1e9;
    if (ended.exitCode() != 0) {
      throw new IllegalStateException(step.name() + " failed: " + ended.output());
    }
    return seconds;
  }
}
