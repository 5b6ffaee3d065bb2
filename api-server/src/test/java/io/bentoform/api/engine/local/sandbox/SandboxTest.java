package io.bentoform.api.engine.local.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bentoform.api.Eventually;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SandboxTest {
  private final Path folder;
  private final Confined confined;

  SandboxTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.confined = new Confined(folder);
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    Eventually.holds("nothing is left", () -> confined.left().isEmpty());
  }

  @Test
  void the_environment_is_what_was_set_and_the_exit_code_passes_through() throws Exception {
    confined.variable("GREETING", "hello\n\"world\" ü");

    Confined.Result result =
        confined.shell("printf '%s|' \"$GREETING\" \"$HOME\" \"$SHLVL$USER\"; pwd; exit 42");

    assertThat(result)
        .isEqualTo(new Confined.Result("hello\n\"world\" ü|||" + confined.temporary(), 42));
  }

  @Test
  void a_long_environment_passes_too() throws Exception {
    confined.variable("LONG", "x".repeat(100_000));

    assertThat(confined.shell("echo ${#LONG}").output()).isEqualTo("100000");
  }

  @Test
  void a_command_that_is_killed_has_the_exit_code_of_a_shell() throws Exception {
    assertThat(confined.shell("kill -9 $$").code()).isEqualTo(128 + 9);
  }

  @Test
  void the_request_to_end_reaches_the_command_itself() throws Exception {
    Process process =
        confined.start(
            "/bin/sh", "-c", "trap 'echo asked; exit 3' TERM; echo begun; sleep 1 & wait");
    Eventually.holds("it runs", () -> confined.output().equals("begun"));

    assertThat(confined.tree(process).end(Duration.ofSeconds(20))).isTrue();

    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(3);
    assertThat(confined.output()).endsWith("asked");
  }

  @Test
  void a_command_that_does_not_end_is_killed_after_the_grace() throws Exception {
    Process process =
        confined.start("/bin/sh", "-c", "trap '' TERM; echo begun; while :; do sleep 1; done");
    Eventually.holds("it runs", () -> confined.output().equals("begun"));

    assertThat(confined.tree(process).end(Duration.ofMillis(200))).isTrue();
  }

  @Test
  void a_socket_that_it_listens_on_is_reached_from_outside() throws Exception {
    Path python = Interpreter.ofThisMachine();
    confined.with(confined.access().reading(PythonPaths.of(python)));
    Path socket = confined.temporary().resolve("http.sock");
    Process process =
        confined.start(
            python.toString(),
            "-c",
            "import socket; s = socket.socket(socket.AF_UNIX); s.bind('%s'); s.listen();"
                    .formatted(socket)
                + " print('listening', flush=True); s.accept()");
    Eventually.holds("it listens", () -> confined.output().equals("listening"));

    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      assertThat(channel.isConnected()).isTrue();
    }
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  @Test
  void a_socket_that_listens_anew_in_a_folder_it_reads_is_reached_from_inside() throws Exception {
    Path python = Interpreter.ofThisMachine();
    Path calls = Files.createDirectory(folder.resolve("calls"));
    Path socket = calls.resolve("s");
    confined.with(confined.access().reading(PythonPaths.of(python)).reading(calls));
    Process process =
        confined.start(
            python.toString(),
            "-c",
            "import socket, os, time\n"
                + "print('begun', flush=True)\n"
                + "while not os.path.exists('%s'): time.sleep(0.05)\n".formatted(socket)
                + "socket.socket(socket.AF_UNIX).connect('%s')".formatted(socket));
    Eventually.holds("it runs", () -> confined.output().equals("begun"));

    try (ServerSocketChannel listening =
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
            .bind(UnixDomainSocketAddress.of(socket))) {
      listening.accept().close();
    }
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(confined.output()).isZero();
  }

  @Test
  void a_virtual_environment_runs_with_the_python_that_it_links_to() throws Exception {
    Path base = Interpreter.ofThisMachine();
    Path environment = folder.resolve("environment");
    Interpreter.output(base.toString(), "-m", "venv", "--without-pip", environment.toString());
    Path python = environment.resolve("bin/python");
    confined.with(confined.access().reading(PythonPaths.of(python)));

    assertThat(
            confined
                .run(python.toString(), "-c", "import ssl, sqlite3, sys; print(sys.prefix)")
                .output())
        .isEqualTo(environment.toString());
  }

  @Test
  void a_link_in_the_home_of_a_user_does_not_open_the_home() throws Exception {
    Path home = folder.resolve("home");
    Path bin = Files.createDirectories(home.resolve("bin"));
    Path base = Interpreter.ofThisMachine();
    Path link = Files.createSymbolicLink(bin.resolve("python3"), base.toRealPath());

    assertThat(PythonPaths.of(link)).contains(link).doesNotContain(home);
  }

  @Test
  void the_trial_says_what_keeps_bubblewrap_from_working() throws Exception {
    Path broken = folder.resolve("bwrap");
    Files.writeString(broken, "#!/bin/sh\necho no permission for namespaces >&2\nexit 1\n");
    assertThat(broken.toFile().setExecutable(true)).isTrue();
    String path = folder.toString();
    Path data = folder.resolve("data");

    assertThatThrownBy(() -> Sandbox.choose(Isolation.BUBBLEWRAP, path, data, false))
        .hasMessageContaining("no permission for namespaces")
        .hasMessageContaining("apt-get install bubblewrap");
    assertThatThrownBy(() -> Sandbox.choose(Isolation.AUTO, path, data, true))
        .hasMessageContaining("rights of root")
        .hasMessageContaining("--isolation none");
    assertThat(Sandbox.choose(Isolation.AUTO, path, data, false).isolates()).isFalse();
  }

  @Test
  void without_bubblewrap_the_server_runs_as_an_ordinary_user_alone() throws Exception {
    Path data = folder.resolve("data");

    assertThat(Sandbox.choose(Isolation.AUTO, "", data, false).isolates()).isFalse();
    assertThat(Sandbox.choose(Isolation.NONE, "", data, true).isolates()).isFalse();
    assertThatThrownBy(() -> Sandbox.choose(Isolation.AUTO, "", data, true))
        .hasMessageContaining("not installed");
    assertThatThrownBy(() -> Sandbox.choose(Isolation.BUBBLEWRAP, "", data, false))
        .hasMessageContaining("not installed");
  }

  @Test
  void a_data_folder_that_every_sandbox_could_read_is_refused() {
    assertThatThrownBy(
            () ->
                Sandbox.choose(
                    Isolation.AUTO, System.getenv("PATH"), Path.of("/usr/share/bentoform"), true))
        .hasMessageContaining("--data");
  }
}
