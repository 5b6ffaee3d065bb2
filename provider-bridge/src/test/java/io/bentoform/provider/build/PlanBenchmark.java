package io.bentoform.provider.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Measures a whole {@code terraform plan} of one secret: with warm processes turned off, as the
 * first command while none is there yet, and with one; and of one object of a provider in Go that
 * only answers, where there is one. All in turn, so that a busy machine slows each of them.
 */
final class PlanBenchmark {

  private static final String CONFIGURATION =
      """
      terraform {
        required_providers {
          PROVIDER = { source = "bentoform/PROVIDER" }
        }
      }

      resource "TYPE" "new" {
        name      = "new"
        values_wo = { K = "v" }
      }
      """;

  /** How long a warm process stays. */
  private static final String IDLE = "4s";

  /** A person reads the plan before the next command; the process prepares for it meanwhile. */
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final Path folder;
  private final TrainingApi api;
  private final Path own;
  private final Optional<Path> peer;

  /**
   * A benchmark of a provider.
   *
   * @param provider its folder
   * @param other the program of the provider in Go
   */
  PlanBenchmark(Path provider, Optional<Path> other, Path folder, TrainingApi api)
      throws IOException {
    this.folder = folder;
    this.api = api;
    this.own = configuration("bentocloud", "bentocloud_secret", provider);
    this.peer =
        other.isEmpty()
            ? Optional.empty()
            : Optional.of(configuration("peer", "peer_object", other.get().resolveSibling("")));
  }

  private Path configuration(String provider, String type, Path program) throws IOException {
    Path made = Files.createDirectory(folder.resolve(provider));
    Files.writeString(
        made.resolve("main.tf"), CONFIGURATION.replace("PROVIDER", provider).replace("TYPE", type));
    Files.writeString(
        made.resolve("cli.tfrc"),
        "provider_installation {\n  dev_overrides { \"bentoform/%s\" = \"%s\" }\n"
                .formatted(provider, program)
            + "  direct {}\n}\n");
    return made;
  }

  /** Prints medians, in milliseconds. */
  void run(int count) throws Exception {
    List<Long> off = new ArrayList<>();
    List<Long> first = new ArrayList<>();
    List<Long> warm = new ArrayList<>();
    List<Long> others = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Path runtime = Files.createDirectory(folder.resolve("runtime-" + i));
      off.add(plan(own, "0", runtime));
      first.add(plan(own, IDLE, runtime));
      Thread.sleep(PAUSE);
      warm.add(plan(own, IDLE, runtime));
      if (peer.isPresent()) {
        others.add(plan(peer.get(), "0", runtime));
      }
    }
    System.out.printf(
        Locale.ROOT,
        "terraform plan of a secret, median of %d: %d ms without warm processes; with them %d ms"
            + " for the first, %d ms for the next (%.2f and %.2f times)%n",
        count,
        median(off),
        median(first),
        median(warm),
        (double) median(first) / median(off),
        (double) median(warm) / median(off));
    if (peer.isPresent()) {
      System.out.printf(
          Locale.ROOT,
          "terraform plan of an object of the provider in Go: %d ms; the next one with a warm"
              + " process takes %.2f times that%n",
          median(others),
          (double) median(warm) / median(others));
    }
    for (int i = 0; i < count; i++) {
      awaitEnd(folder.resolve("runtime-" + i).resolve("bentocloud"));
    }
  }

  private long plan(Path configuration, String setting, Path runtime) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("terraform", "plan", "-no-color")
            .directory(configuration.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("plan.txt").toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "TF_CLI_CONFIG_FILE",
                configuration.resolve("cli.tfrc").toString(),
                "CHECKPOINT_DISABLE",
                "1",
                "XDG_RUNTIME_DIR",
                runtime.toString(),
                "BENTO_CLOUD_API_ENDPOINT",
                api.endpoint(),
                "BENTO_CLOUD_API_KEY",
                "t",
                "BENTOCLOUD_WARM",
                setting));
    long start = System.nanoTime();
    int code = builder.start().waitFor();
    if (code != 0) {
      throw new IOException(Files.readString(folder.resolve("plan.txt")));
    }
    return Duration.ofNanos(System.nanoTime() - start).toMillis();
  }

  private static long median(List<Long> figures) {
    List<Long> sorted = new ArrayList<>(figures);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }

  /** A warm process removes its folder as it ends. */
  static void awaitEnd(Path folder) throws IOException, InterruptedException {
    while (true) {
      try (Stream<Path> processes = Files.list(folder)) {
        if (processes.findAny().isEmpty()) {
          return;
        }
      }
      Thread.sleep(50);
    }
  }
}
