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
import java.util.function.Function;

/**
 * Measures the start of the package: from exec to the handshake line, from exec to the answered
 * schema, and from Shutdown to the end of the process. Prints medians; the first start is left out.
 */
public final class Benchmark {

  private Benchmark() {}

  private record Start(Duration handshake, Duration schema, Duration end, long kilobytes) {}

  /** Arguments: the launcher, and how many starts (20 when absent). */
  public static void main(String[] args) throws Exception {
    List<String> launcher = List.of(Path.of(args[0]).toAbsolutePath().toString());
    int count = args.length > 1 ? Integer.parseInt(args[1]) : 20;
    TlsIdentity identity = TlsIdentity.create();
    measure(launcher, identity);
    List<Start> starts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      starts.add(measure(launcher, identity));
    }
    System.out.printf(
        Locale.ROOT,
        "median of %d: handshake %d ms, schema %d ms, end after Shutdown %d ms, peak %d MB%n",
        count,
        median(starts, start -> start.handshake().toMillis()),
        median(starts, start -> start.schema().toMillis()),
        median(starts, start -> start.end().toMillis()),
        median(starts, start -> start.kilobytes() / 1024));
  }

  private static Start measure(List<String> launcher, TlsIdentity identity) throws Exception {
    long start = System.nanoTime();
    try (PluginHost host = PluginHost.start(launcher, Map.of(), identity)) {
      TfPlugin6.GetProviderSchema.Response ignored =
          host.provider()
              .getProviderSchema(TfPlugin6.GetProviderSchema.Request.getDefaultInstance());
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
