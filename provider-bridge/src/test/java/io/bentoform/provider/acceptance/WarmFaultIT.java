package io.bentoform.provider.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.provider.build.PluginHost;
import io.bentoform.provider.build.Samples;
import io.bentoform.provider.build.TrainingApi;
import io.bentoform.provider.proto.TfPlugin6;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in the way of a warm process, and what ends it: the start is then a cold one. */
class WarmFaultIT {

  private static final Path PROVIDER = Terraform.target().resolve("provider");

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

  /** Serves a host and answers by which process. */
  private long serve(String... environment) throws Exception {
    try (PluginHost host = warm.start(environment)) {
      WarmFolder.assertServed(host);
      assertThat(WarmFolder.isWarm(host)).isTrue();
      host.shutdown();
    }
    return warm.pid();
  }

  private void assertCold(String... environment) throws Exception {
    try (PluginHost host = warm.start(environment)) {
      assertCold(host);
    }
  }

  private static void assertCold(PluginHost host) throws Exception {
    WarmFolder.assertServed(host);
    assertThat(WarmFolder.isWarm(host)).isFalse();
    host.shutdown();
    assertThat(host.process().exitValue()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "soon", "-5m", "5"})
  void it_can_be_turned_off(String setting) throws Exception {
    assertCold("BENTOCLOUD_WARM", setting);
    assertThat(warm.folders()).isEmpty();
  }

  @Test
  void it_ends_with_its_folder_when_no_host_comes() throws Exception {
    long pid = serve("BENTOCLOUD_WARM", "300ms");
    Wait.until("the end of the process", () -> WarmFolder.isGone(pid));
    assertThat(warm.folders()).isEmpty();
  }

  @Test
  void its_death_in_a_call_is_that_of_the_provider_and_the_next_start_is_a_new_one()
      throws Exception {
    ProcessBuilder builder = new ProcessBuilder(WarmFolder.launcher());
    try (TrainingApi api = new TrainingApi();
        PluginHost host = warm.start(builder)) {
      assertThat(
              host.provider()
                  .configureProvider(
                      TfPlugin6.ConfigureProvider.Request.newBuilder()
                          .setConfig(Samples.provider(api.endpoint(), "t"))
                          .build())
                  .getDiagnosticsList())
          .isEmpty();
      api.hold();
      PendingRead pending = PendingRead.begin(host);
      Wait.until("the call", () -> api.heldCalls() > 0);
      long pid = warm.pid();

      WarmFolder.kill(pid);

      Wait.until("the end of the call", pending::isFailed);
      assertThat(host.process().waitFor(2, TimeUnit.SECONDS)).isTrue();
      assertThat(host.process().exitValue()).isEqualTo(1);
      assertThat(new String(host.process().getErrorStream().readAllBytes(), UTF_8))
          .startsWith("panic:");
      assertThat(serve()).isNotEqualTo(pid);
    }
  }

  @Test
  void its_death_between_hosts_is_not_noticed() throws Exception {
    long pid = serve();
    WarmFolder.kill(pid);
    assertThat(serve()).isNotEqualTo(pid);
    assertThat(warm.folders()).hasSize(1);
  }

  @Test
  void the_death_of_a_launcher_ends_its_host_and_no_other() throws Exception {
    try (PluginHost other = warm.start()) {
      long pid = warm.pid();
      for (int i = 0; i < 8; i++) {
        try (PluginHost host = warm.start()) {
          assertThat(WarmFolder.isWarm(host)).isTrue();
          host.process().destroyForcibly();
          Wait.until("nothing listens for the host", () -> !listens(host));
        }
      }
      WarmFolder.assertServed(other);
      other.shutdown();
      assertThat(serve()).isEqualTo(pid);
    }
  }

  private static boolean listens(PluginHost host) {
    String[] address = host.line().split("\\|", -1)[3].split(":", -1);
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address[0], Integer.parseInt(address[1])), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void a_folder_that_others_can_look_into_is_not_used() throws Exception {
    long pid = serve();
    for (String mode : List.of("rwxr-xr-x", "rwx---rwx", "rwxrwx---")) {
      Files.setPosixFilePermissions(warm.base(), PosixFilePermissions.fromString(mode));
      assertCold();
    }
    Files.setPosixFilePermissions(warm.base(), PosixFilePermissions.fromString("rwx------"));
    assertThat(serve()).isEqualTo(pid);
  }

  @Test
  void a_link_in_place_of_the_folder_is_not_used() throws Exception {
    Files.createSymbolicLink(warm.base(), Files.createDirectory(folder.resolve("elsewhere")));
    assertCold();
    assertThat(warm.folders()).isEmpty();
  }

  @Test
  void a_folder_without_a_process_is_not_waited_for() throws Exception {
    long pid = serve();
    Path state = warm.folder().resolve("state");
    String text = Files.readString(state);
    Files.delete(state);
    try {
      assertCold();
    } finally {
      WarmFolder.kill(pid);
    }
    Files.writeString(state, text);
    assertThat(serve()).isNotEqualTo(pid);
  }

  @Test
  void a_process_that_is_not_of_the_package_is_not_trusted() throws Exception {
    long pid = serve();
    Path state = warm.folder().resolve("state");
    String text = Files.readString(state);
    long other = ProcessHandle.current().pid();
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String started = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19];
    Files.writeString(state, other + " " + started + text.substring(text.indexOf('\n')));
    assertCold();
    Files.writeString(state, text);
    WarmFolder.kill(pid);
  }

  @Test
  void a_process_that_is_stopped_is_not_waited_for() throws Exception {
    long pid = serve();
    new ProcessBuilder("kill", "-STOP", Long.toString(pid)).start().waitFor();
    assertCold();
    new ProcessBuilder("kill", "-CONT", Long.toString(pid)).start().waitFor();
    assertThat(serve()).isEqualTo(pid);
  }

  @Test
  void what_is_not_a_launcher_is_not_answered_and_takes_no_slot() throws Exception {
    long pid = serve();
    for (int i = 0; i < 2; i++) {
      Files.writeString(warm.folder().resolve("1.in"), "something else\n");
      Wait.until("the slot is free", () -> Files.notExists(warm.folder().resolve("1.claim")));
      assertThat(serve()).isEqualTo(pid);
    }
  }

  @Test
  void another_language_of_the_system_is_another_process() throws Exception {
    serve("LC_ALL", "C.UTF-8");
    assertCold("LC_ALL", "C");
  }

  @Test
  void another_build_has_a_process_beside_it() throws Exception {
    long pid = serve();
    Path other = Files.createDirectory(folder.resolve("other"));
    for (String name : List.of("lib", "runtime")) {
      Files.createSymbolicLink(other.resolve(name), PROVIDER.resolve(name));
    }
    Path launcher = other.resolve("terraform-provider-bentocloud");
    Files.copy(Path.of(WarmFolder.launcher()), launcher, StandardCopyOption.COPY_ATTRIBUTES);
    for (int i = 0; i < 2; i++) {
      try (PluginHost host = warm.start(new ProcessBuilder(launcher.toString()))) {
        WarmFolder.assertServed(host);
        assertThat(WarmFolder.isWarm(host)).isTrue();
        host.shutdown();
      }
    }
    assertThat(warm.folders()).hasSize(2);
    assertThat(warm.pids()).hasSize(2).contains(pid);
  }

  @Test
  void a_system_without_fifos_has_cold_starts() throws Exception {
    Path programs = Files.createDirectory(folder.resolve("programs"));
    for (String name : List.of("ls", "mkdir", "env", "setsid", "mv", "rm")) {
      Path program = Path.of("/bin", name);
      Files.createSymbolicLink(
          programs.resolve(name), Files.exists(program) ? program : Path.of("/usr/bin", name));
    }
    for (int i = 0; i < 2; i++) {
      assertCold("PATH", programs.toString());
    }
  }

  @Test
  void a_folder_that_cannot_be_written_leads_to_cold_starts() throws Exception {
    assertCold("XDG_RUNTIME_DIR", "/proc");
    assertCold("XDG_RUNTIME_DIR", folder.resolve("nowhere").toString());
  }

  @Test
  void without_a_folder_of_the_session_it_is_in_the_temporary_one() throws Exception {
    String temporary = Files.createDirectory(folder.resolve("temporary")).toString();
    for (int i = 0; i < 2; i++) {
      try (PluginHost host =
          warm.start("XDG_RUNTIME_DIR", "", "TMPDIR", temporary, "BENTOCLOUD_WARM", "1s")) {
        WarmFolder.assertServed(host);
        assertThat(WarmFolder.isWarm(host)).isTrue();
        host.shutdown();
      }
    }
    try (var files = Files.list(Path.of(temporary))) {
      assertThat(files.map(file -> file.getFileName().toString()).toList())
          .singleElement()
          .asString()
          .matches("bentocloud-\\d+");
    }
  }
}
