package io.bentoform.provider.build;

import io.bentoform.provider.plugin.TlsIdentity;
import io.bentoform.provider.proto.TfPlugin6;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Measures the start of the package: from exec to the handshake line, from exec to the answered
 * schema, and from Shutdown to the end of the process, cold and warm in turn; then a whole plan.
 * Prints medians; the first start of each kind is left out.
 */
public final class Benchmark {

  private Benchmark() {}

  private record Start(Duration handshake, Duration schema, Duration end, long kilobytes) {}

  /**
   * Arguments: the launcher, how many starts (20 when absent), and the program of a provider in Go
   * to compare with (empty or absent for none).
   */
  public static void main(String[] args) throws Exception {
    Path launcher = Path.of(args[0]).toAbsolutePath();
    int count = args.length > 1 ? Integer.parseInt(args[1]) : 20;
    Optional<Path> peer =
        args.length > 2 && !args[2].isEmpty()
            ? Optional.of(Path.of(args[2]).toAbsolutePath())
            : Optional.empty();
    Path folder = Files.createTempDirectory("benchmark");
    Path runtime = Files.createDirectory(folder.resolve("runtime"));
    Map<String, String> cold = Map.of("BENTOCLOUD_WARM", "0");
    Map<String, String> warm =
        Map.of("BENTOCLOUD_WARM", "3s", "XDG_RUNTIME_DIR", runtime.toString());
    TlsIdentity identity = TlsIdentity.create();
    List<Start> coldStarts = new ArrayList<>();
    List<Start> warmStarts = new ArrayList<>();
    measure(launcher, warm, identity);
    measure(launcher, cold, identity);
    for (int i = 0; i < count; i++) {
      coldStarts.add(measure(launcher, cold, identity));
      warmStarts.add(measure(launcher, warm, identity));
    }
    print("cold", coldStarts);
    print("warm", warmStarts);
    try (TrainingApi api = new TrainingApi()) {
      new PlanBenchmark(launcher.resolveSibling(""), peer, folder, api).run(count);
    }
    PlanBenchmark.awaitEnd(runtime.resolve("bentocloud"));
    FileTree.delete(folder);
  }

  private static void print(String kind, List<Start> starts) {
    System.out.printf(
        Locale.ROOT,
        "%s start, median of %d: handshake %d ms, schema %d ms, end after Shutdown %d ms, peak of"
            + " the started process %d MB%n",
        kind,
        starts.size(),
        median(starts, start -> start.handshake().toMillis()),
        median(starts, start -> start.schema().toMillis()),
        median(starts, start -> start.end().toMillis()),
        median(starts, start -> start.kilobytes() / 1024));
  }

  private static Start measure(Path launcher, Map<String, String> environment, TlsIdentity identity)
      throws Exception {
    long start = System.nanoTime();
    try (PluginHost host = PluginHost.start(List.of(launcher.toString()), environment, identity)) {
      TfPlugin6.GetProviderSchema.Response ignored = host.schema();
      Duration schema = Duration.ofNanos(System.nanoTime() - start);
      long kilobytes = peak(host.process().pid());
      return new Start(host.handshake(), schema, host.shutdown(), kilobytes);
    }
  }

  /** Peak resident memory as Linux counts it; 0 elsewhere. */
  private static long peak(long pid) throws java.io.IOException {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0L);
  }

  private static long median(List<Start> starts, Function<Start, Long> figure) {
    List<Long> figures = new ArrayList<>(starts.stream().map(figure).toList());
    Collections.sort(figures);
    return figures.get(figures.size() / 2);
  }
}
