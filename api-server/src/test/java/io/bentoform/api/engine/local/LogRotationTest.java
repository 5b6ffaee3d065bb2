package io.bentoform.api.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.BesideOthers;
import io.bentoform.api.Eventually;
import io.bentoform.api.engine.PodLog;
import io.bentoform.api.engine.Unused;
import io.bentoform.api.engine.contract.Client;
import io.bentoform.api.engine.contract.Order;
import io.bentoform.api.engine.contract.Phases;
import io.bentoform.api.engine.local.log.LogLimits;
import io.bentoform.api.files.FileTrees;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The logs of real replicas: one that prints more than is kept, and some that are past. */
@BesideOthers
final class LogRotationTest {
  private static final LogLimits LIMITS = new LogLimits(4096, 3);
  private static final int REQUESTS = 30;

  /** Each request has one, in the line that tells of it. */
  private static final Pattern TRACE = Pattern.compile("trace=[0-9a-f]+");

  private final EngineTestFolder folder = EngineTestFolder.create();
  private final Client client = new Client();
  private final LocalEngine engine = folder.open(folder.settings().logs(LIMITS).build());

  @AfterEach
  void close() throws Exception {
    engine.close();
    client.close();
    folder.close();
  }

  private List<Path> files() throws IOException {
    return FileTrees.children(folder.root().resolve("logs/talks/uid-talks")).stream()
        .filter(file -> file.getFileName().toString().contains("Sample"))
        .toList();
  }

  /** Prints about 6 KB, and waits until they are rotated away. */
  private void fill(URI url, Path log) throws Exception {
    for (int i = 0; i < REQUESTS; i++) {
      client.ask(url, "variable", "TOKEN");
    }
    Eventually.holds("the log is rotated", () -> Files.size(log) < LIMITS.bytes());
  }

  private static void readInto(StringBuilder text, PodLog log) throws Exception {
    for (String more = log.next(Duration.ZERO).orElse("");
        !more.isEmpty();
        more = log.next(Duration.ZERO).orElse("")) {
      text.append(more);
    }
  }

  @Test
  void it_is_followed_without_a_gap_and_takes_no_more_than_its_room() throws Exception {
    URI url =
        engine
            .apply(Order.of("talks", 1).variable("TOKEN", "value").specification(), new Phases())
            .orElseThrow();
    Path log = files().getFirst();
    StringBuilder text = new StringBuilder();
    try (PodLog followed = engine.log("uid-talks", "talks-1-sample-0", 0).orElseThrow()) {
      for (int round = 1; round <= 5; round++) {
        fill(url, log);
        int wanted = round * REQUESTS;
        Eventually.holds(
            "each request is in the log",
            () -> {
              readInto(text, followed);
              return TRACE.matcher(text).results().count() >= wanted;
            });
      }
    }

    List<String> traces = TRACE.matcher(text).results().map(MatchResult::group).toList();
    assertThat(traces).hasSize(5 * REQUESTS);
    assertThat(new HashSet<>(traces)).as("none twice").hasSameSizeAs(traces);
    assertThat(files()).hasSize(LIMITS.files());
    try (PodLog tail = engine.log("uid-talks", "talks-1-sample-0", REQUESTS).orElseThrow()) {
      StringBuilder last = new StringBuilder();
      readInto(last, tail);
      assertThat(last.toString().lines()).as("also what was rotated").hasSize(REQUESTS);
    }
  }

  @Test
  void logs_go_when_nobody_wrote_to_them_for_long_but_those_of_what_runs() throws Exception {
    for (int revision = 1; revision <= 2; revision++) {
      engine.apply(
          Order.of("runs", revision).variable("TOKEN", "value " + revision).specification(),
          new Phases());
    }

    engine.removeUnused(Unused.LOGS, Instant.now().plusSeconds(60));

    assertThat(FileTrees.children(folder.root().resolve("logs/runs/uid-runs")))
        .extracting(file -> file.getFileName().toString())
        .containsExactlyInAnyOrder("revision-2-build.log", "revision-2-Sample-0.log");
  }
}
