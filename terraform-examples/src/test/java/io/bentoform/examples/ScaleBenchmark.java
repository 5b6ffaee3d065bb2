package io.bentoform.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Measures Terraform with many secrets of three keys each, alone and with half as many deployments
 * at zero replicas, beside as many {@code terraform_data}: {@code terraform-examples/benchmark}.
 * Each step of both is timed one after the other, so the column that says how many times as long
 * ours takes holds on any machine. With several numbers of secrets, the last column says how the
 * time for an object grew since the first.
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

  /** Milliseconds for an object in the first measurement. */
  private final Map<Step, Double> first = new HashMap<>();

  private ScaleBenchmark(Server server, StateBackend backend) {
    this.server = server;
    this.backend = backend;
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
    AtomicLong memory = new AtomicLong();
    Thread watcher = Thread.ofPlatform().daemon().start(() -> watch(memory));
    try (StateBackend backend = new StateBackend()) {
      ScaleBenchmark alone = new ScaleBenchmark(server, backend);
      ScaleBenchmark attached = new ScaleBenchmark(server, backend);
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
      System.out.printf("%nPeak memory of one provider process: %d MB%n", memory.get() >> 20);
    } finally {
      watcher.interrupt();
    }
  }

  private void compare(String configuration, String builtInConfiguration, int objects) {
    System.out.printf(
        "%-34s %16s %8s %7s %14s %8s%n",
        "", "terraform_data s", "ours s", "times", "ms per object", "growth");
    try (Workspace ours = workspace(configuration);
        Workspace builtIn = workspace(builtInConfiguration)) {
      for (Step step : STEPS) {
        double without = seconds(builtIn, step);
        double with = seconds(ours, step);
        double each = with * 1000 / objects;
        double growth = each / first.computeIfAbsent(step, unused -> each);
        System.out.printf(
            "%-34s %16.1f %8.1f %7.1f %14.2f %8.2f%n",
            step.name(), without, with, with / without, each, growth);
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

  /** Looks for provider processes and notes the largest memory that one of them ever had. */
  private static void watch(AtomicLong memory) {
    try {
      while (true) {
        ProcessHandle.allProcesses()
            .filter(
                process -> process.info().arguments().map(ScaleBenchmark::isProvider).orElse(false))
            .forEach(process -> memory.accumulateAndGet(peak(process.pid()), Math::max));
        Thread.sleep(100);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isProvider(String[] arguments) {
    return List.of(arguments).contains("io.bentoform.provider.Main");
  }

  private static long peak(long pid) {
    try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
