package io.bentoform.provider.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.provider.build.PluginHost;
import io.bentoform.provider.plugin.TlsIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The folder in which warm processes and launchers meet, of one test alone. */
final class WarmFolder {

  private final Path runtime;

  WarmFolder(Path runtime) {
    this.runtime = runtime;
  }

  /** The folder that launchers trust. */
  Path base() {
    return runtime.resolve("bentocloud");
  }

  /** One folder for each package. */
  List<Path> folders() throws IOException {
    if (!Files.isDirectory(base(), LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(base())) {
      return folders.sorted().toList();
    }
  }

  /** The only one. */
  Path folder() throws IOException {
    assertThat(folders()).hasSize(1);
    return folders().getFirst();
  }

  /** The only warm process. */
  long pid() throws IOException {
    return pid(folder());
  }

  private static long pid(Path folder) throws IOException {
    return Long.parseLong(Files.readString(folder.resolve("state")).split(" ", 2)[0]);
  }

  /** Of all packages. */
  List<Long> pids() throws IOException {
    List<Long> pids = new ArrayList<>();
    for (Path each : folders()) {
      pids.add(pid(each));
    }
    return pids;
  }

  /** The TCP sockets of the warm process: listeners and connections. */
  List<String> sockets() throws IOException {
    Path process = Path.of("/proc", Long.toString(pid()));
    String tcp =
        Files.readString(process.resolve("net/tcp"))
            + Files.readString(process.resolve("net/tcp6"));
    List<String> sockets = new ArrayList<>();
    try (Stream<Path> files = Files.list(process.resolve("fd"))) {
      for (Path file : files.toList()) {
        String name = Files.readSymbolicLink(file).toString();
        if (name.startsWith("socket:") && tcp.contains(" " + name.replaceAll("\\D", "") + " ")) {
          sockets.add(name);
        }
      }
    } catch (NoSuchFileException e) {
      return sockets(); // one was closed meanwhile
    }
    return sockets;
  }

  static String launcher() {
    return Terraform.target().resolve("provider/terraform-provider-bentocloud").toString();
  }

  /** Starts a provider as a host of this folder does. */
  PluginHost start(String... environment) throws Exception {
    return start(
        new ProcessBuilder(launcher()).redirectError(ProcessBuilder.Redirect.INHERIT), environment);
  }

  /** The same, with names and values of more variables. */
  PluginHost start(ProcessBuilder builder, String... more) throws Exception {
    Map<String, String> environment = new HashMap<>();
    environment.put("XDG_RUNTIME_DIR", runtime.toString());
    environment.put("BENTOCLOUD_WARM", "1m");
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    return PluginHost.start(builder, environment, TlsIdentity.create());
  }

  static void assertServed(PluginHost host) {
    assertThat(host.schema().getDiagnosticsList()).isEmpty();
  }

  /** Whether the process that the host has started is still the launcher's shell. */
  static boolean isWarm(PluginHost host) {
    Path program = Path.of("/proc", Long.toString(host.process().pid()), "exe");
    try {
      return !Files.readSymbolicLink(program).endsWith("java");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends what a test has begun. */
  void end() throws IOException, InterruptedException {
    for (Path folder : folders()) {
      if (Files.exists(folder.resolve("state"))) {
        kill(pid(folder));
      }
    }
  }

  /** Kills a process that a test has begun, and waits for its end. */
  static void kill(long pid) throws IOException, InterruptedException {
    if (!isGone(pid) && pid != ProcessHandle.current().pid()) {
      new ProcessBuilder("kill", "-KILL", Long.toString(pid)).start().waitFor();
      Wait.until("the end of process " + pid, () -> isGone(pid));
    }
  }

  /** Whether a process has ended, even when nobody has asked for its exit code. */
  static boolean isGone(long pid) throws IOException {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return stat.substring(stat.lastIndexOf(')') + 2).startsWith("Z");
    } catch (NoSuchFileException e) {
      return true;
    }
  }
}
