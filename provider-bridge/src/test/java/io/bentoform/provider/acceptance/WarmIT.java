package io.bentoform.provider.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.provider.build.PluginHost;
import io.bentoform.provider.build.Samples;
import io.bentoform.provider.build.Training;
import io.bentoform.provider.build.TrainingApi;
import io.bentoform.provider.proto.TfPlugin6;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A warm process and the hosts that it serves, one after another and at the same time. */
class WarmIT {

  private WarmFolder warm;
  private Path folder;

  @BeforeEach
  void begin(@TempDir Path temporary) throws Exception {
    folder = temporary;
    warm = new WarmFolder(Files.createDirectory(temporary.resolve("runtime")));
  }

  @AfterEach
  void end() throws Exception {
    warm.end();
  }

  private static TfPlugin6.ConfigureProvider.Response configure(PluginHost host) {
    return host.provider()
        .configureProvider(
            TfPlugin6.ConfigureProvider.Request.newBuilder()
                .setConfig(Samples.emptyProvider())
                .build());
  }

  @Test
  void a_later_start_is_served_by_the_same_process_with_a_new_certificate() throws Exception {
    String first;
    try (PluginHost host = warm.start()) {
      first = host.line();
      WarmFolder.assertServed(host);
      host.shutdown();
    }
    long pid = warm.pid();
    try (PluginHost host = warm.start()) {
      WarmFolder.assertServed(host);
      assertThat(host.line().split("\\|", -1)[5]).isNotEqualTo(first.split("\\|", -1)[5]);
      assertThat(host.shutdown().toMillis()).isLessThan(2_000);
      assertThat(host.process().exitValue()).isZero();
    }
    assertThat(warm.pid()).isEqualTo(pid);
  }

  @Test
  void hosts_at_the_same_time_have_each_their_own_environment() throws Exception {
    try (TrainingApi one = new TrainingApi();
        TrainingApi two = new TrainingApi();
        PluginHost first = warm.start(access(one, "token-one"));
        PluginHost second = warm.start(access(two, "token-two"));
        PluginHost third = warm.start("BENTOML_HOME", folder.toString())) {
      Training.drive(first.provider(), Samples.emptyProvider(), "v");
      Training.drive(second.provider(), Samples.emptyProvider(), "v");
      Training.drive(first.provider(), Samples.emptyProvider(), "v");

      assertThat(one.tokens()).containsExactly("token-one");
      assertThat(two.tokens()).containsExactly("token-two");
      assertThat(configure(third).getDiagnostics(0).getSummary()).contains("API token");
      assertThat(List.of(first, second, third)).allMatch(WarmFolder::isWarm);
      for (PluginHost host : List.of(first, second, third)) {
        host.shutdown();
        assertThat(host.process().exitValue()).isZero();
      }
    }
  }

  private static String[] access(TrainingApi api, String token) {
    return new String[] {"BENTO_CLOUD_API_ENDPOINT", api.endpoint(), "BENTO_CLOUD_API_KEY", token};
  }

  @Test
  void a_relative_path_is_one_of_the_hosts_folder() throws Exception {
    try (TrainingApi api = new TrainingApi()) {
      for (String each : List.of("one", "two")) {
        Path work = Files.createDirectories(folder.resolve(each));
        Files.writeString(
            Files.createDirectory(work.resolve("home")).resolve(".yatai.yaml"),
            "contexts: [{name: default, endpoint: '%s', api_token: 'token-%s'}]\n"
                .formatted(api.endpoint(), each));
        ProcessBuilder builder = new ProcessBuilder(WarmFolder.launcher()).directory(work.toFile());
        try (PluginHost host = warm.start(builder, "BENTOML_HOME", "home")) {
          Training.drive(host.provider(), Samples.emptyProvider(), "v");
          assertThat(api.tokens()).contains("token-" + each);
          host.shutdown();
        }
      }
    }
  }

  @Test
  void nothing_of_a_host_that_is_gone_stays_in_the_process() throws Exception {
    String token = "token-" + UUID.randomUUID();
    String value = "value-" + UUID.randomUUID();
    try (TrainingApi api = new TrainingApi()) {
      for (int i = 0; i < 3; i++) {
        try (PluginHost host = warm.start("CANARY", "variable-" + token)) {
          Training.drive(host.provider(), Samples.provider(api.endpoint(), token), value);
          if (i == 0) {
            assertThat(new ProcessMemory(warm.pid()).find(token))
                .as("while it is served")
                .isNotEmpty();
          }
          host.shutdown();
        }
      }
      assertThat(api.tokens()).contains(token);
    }
    ProcessMemory memory = new ProcessMemory(warm.pid());
    Wait.until("nothing of the host in memory", () -> memory.find(token).isEmpty());
    assertThat(memory.find(value)).isEmpty();
    Wait.until("no socket", () -> warm.sockets().isEmpty());
    try (Stream<Path> files = Files.walk(warm.base())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file)).doesNotContain(token).doesNotContain(value);
      }
    }
  }

  @Test
  void the_log_of_a_host_goes_to_that_host_alone_and_ends_with_it() throws Exception {
    ProcessBuilder one = new ProcessBuilder(WarmFolder.launcher());
    ProcessBuilder two = new ProcessBuilder(WarmFolder.launcher());
    try (PluginHost first = warm.start(one, "TF_LOG", "DEBUG");
        PluginHost second = warm.start(two, "TF_LOG", "DEBUG")) {
      WarmFolder.assertServed(first);
      TfPlugin6.StopProvider.Response ignored =
          second.provider().stopProvider(TfPlugin6.StopProvider.Request.getDefaultInstance());
      first.shutdown();
      second.shutdown();

      // Both pipes have an end, for which a host waits.
      String firstLog = new String(first.process().getErrorStream().readAllBytes(), UTF_8);
      String secondLog = new String(second.process().getErrorStream().readAllBytes(), UTF_8);
      assertThat(firstLog).contains("GetProviderSchema").doesNotContain("StopProvider");
      assertThat(secondLog).contains("StopProvider").doesNotContain("GetProviderSchema");
    }
  }

  @Test
  void a_stop_cancels_the_calls_of_one_host() throws Exception {
    try (TrainingApi api = new TrainingApi();
        PluginHost first = warm.start(access(api, "one"));
        PluginHost second = warm.start(access(api, "two"))) {
      assertThat(configure(first).getDiagnosticsList()).isEmpty();
      assertThat(configure(second).getDiagnosticsList()).isEmpty();
      api.hold();
      PendingRead pending = PendingRead.begin(first);
      Wait.until("the call of the first host", () -> api.heldCalls() > 0);

      stop(second);
      assertThat(pending.isDone()).isFalse();
      stop(first);
      Wait.until("the end of the call", pending::isDone);
      assertThat(pending.summary()).isNotEmpty();
      first.shutdown();
      second.shutdown();
    }
  }

  private static void stop(PluginHost host) {
    assertThat(
            host.provider()
                .stopProvider(TfPlugin6.StopProvider.Request.getDefaultInstance())
                .getError())
        .isEmpty();
  }

  @Test
  void an_interrupt_of_the_launcher_ends_nothing() throws Exception {
    try (PluginHost host = warm.start()) {
      new ProcessBuilder("kill", "-INT", Long.toString(host.process().pid())).start().waitFor();
      WarmFolder.assertServed(host);
      host.shutdown();
      assertThat(host.process().exitValue()).isZero();
    }
  }

  @Test
  void as_many_hosts_as_there_are_slots_are_served_and_one_more_has_a_process_of_its_own()
      throws Exception {
    List<PluginHost> hosts = new ArrayList<>();
    try {
      for (int i = 0; i < 8; i++) {
        hosts.add(warm.start());
      }
      hosts.forEach(WarmFolder::assertServed);
      assertThat(hosts.stream().map(WarmFolder::isWarm))
          .containsExactly(true, true, true, true, true, true, true, false);
      for (PluginHost host : hosts) {
        host.shutdown();
      }
      try (PluginHost later = warm.start()) {
        assertThat(WarmFolder.isWarm(later)).isTrue();
        later.shutdown();
      }
    } finally {
      hosts.forEach(PluginHost::close);
    }
  }
}
