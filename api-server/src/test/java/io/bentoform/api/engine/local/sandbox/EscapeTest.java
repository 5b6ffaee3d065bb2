package io.bentoform.api.engine.local.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Eventually;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What runs in a sandbox tries to get out of it. */
final class EscapeTest {
  private static final String CANARY = "canary-of-the-server";

  private final Path data;
  private final Confined confined;

  EscapeTest(@TempDir Path data) throws IOException {
    this.data = data;
    Path home = Files.createDirectories(data.resolve("engine/deployments/mine/home"));
    Path bento = Files.createDirectories(data.resolve("engine/bentos/mine"));
    Path environment = data.resolve("engine/environments/shared");
    write("engine/bentos/mine/service.py", "mine");
    write("engine/environments/shared/bin/tool", "shared");
    for (String secret :
        List.of(
            "root.key",
            "administrator.token",
            "database/password",
            "archives/bento.tar",
            "engine/deployments/other/home/.netrc",
            "engine/bentos/other/service.py",
            "codespaces/projects/other/service.py")) {
      write(secret, CANARY);
    }
    this.confined = new Confined(Files.createDirectories(data.resolve("mine")));
    confined.with(confined.access().reading(bento, environment).writing(home));
  }

  private void write(String name, String content) throws IOException {
    Path file = data.resolve(name);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, content);
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    Eventually.holds("nothing is left", () -> confined.left().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "root.key",
        "administrator.token",
        "database/password",
        "archives/bento.tar",
        "engine/deployments/other/home/.netrc",
        "engine/bentos/other/service.py",
        "codespaces/projects/other/service.py"
      })
  void a_file_that_it_does_not_need_is_not_there(String file) throws Exception {
    Confined.Result read = confined.shell("cat '%s'; echo read: $?".formatted(data.resolve(file)));

    assertThat(read.output()).endsWith("read: 1").doesNotContain(CANARY);
  }

  @Test
  void no_name_of_another_deployment_can_be_listed() throws Exception {
    assertThat(confined.shell("find '%s' 2>&1".formatted(data)).output())
        .contains("engine/bentos/mine")
        .doesNotContain("other", "root.key", "archives");
  }

  @Test
  void the_password_file_of_the_machine_and_private_keys_are_not_there() throws Exception {
    assertThat(
            confined
                .shell("ls -A /etc/shadow /etc/ssl/private /etc/sudoers /root /home /var /run 2>&1")
                .output()
                .lines())
        .hasSize(7)
        .allMatch(line -> line.contains("No such file"));
  }

  @Test
  void the_socket_of_the_database_cannot_be_called() throws Exception {
    Path socket = data.resolve("database/s");
    try (ServerSocketChannel listening =
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
            .bind(UnixDomainSocketAddress.of(socket))) {
      assertThat(listening.isOpen()).isTrue();
      Confined.Result called =
          python("import socket; socket.socket(socket.AF_UNIX).connect('%s')".formatted(socket));

      assertThat(called.code()).isEqualTo(1);
      assertThat(called.output()).contains("No such file or directory");
    }
  }

  private Confined.Result python(String program) throws Exception {
    Path python = Interpreter.ofThisMachine();
    confined.with(confined.access().reading(PythonPaths.of(python)));
    return confined.run(python.toString(), "-c", program);
  }

  @Test
  void processes_of_others_cannot_be_seen() throws Exception {
    long self = ProcessHandle.current().pid();
    Confined.Result seen =
        confined.shell(
            "cat /proc/%d/environ 2>&1; kill -0 %d 2>&1; echo /proc/[0-9]*".formatted(self, self));

    assertThat(seen.output()).contains("No such file", "No such process");
    assertThat(seen.output().lines().toList().getLast().split(" ")).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void what_it_only_reads_cannot_be_changed() throws Exception {
    Path bento = data.resolve("engine/bentos/mine");
    Path environment = data.resolve("engine/environments/shared");
    Confined.Result changed =
        confined.shell(
            "echo x >> '%s/service.py'; echo x > '%s/bin/new'; rm '%s/bin/tool'; chmod 777 '%s/bin';"
                    .formatted(bento, environment, environment, environment)
                + " echo x > /usr/bin/new; echo x > /etc/hosts; mount -o remount,rw /usr");

    assertThat(changed.output().lines().filter(line -> line.contains("Read-only"))).hasSize(6);
    assertThat(bento.resolve("service.py")).hasContent("mine");
    assertThat(environment.resolve("bin/tool")).hasContent("shared");
    assertThat(environment.resolve("bin/new")).doesNotExist();
  }

  /** Opened for writing alone: a test that gets out must not change the machine it runs on. */
  @Test
  void settings_of_the_kernel_cannot_be_opened_for_writing() throws Exception {
    Confined.Result opened =
        confined.shell(
            "find /proc -path '/proc/[0-9]*' -prune -o -path '/proc/self*' -prune"
                + " -o -path '/proc/thread-self*' -prune -o -type f -print | while read -r file;"
                + " do (: >> \"$file\") 2>/dev/null && echo \"$file\"; done; echo looked");

    assertThat(opened.output()).isEqualTo("looked");
  }

  @Test
  void devices_of_the_machine_are_not_there_and_cannot_be_made() throws Exception {
    Confined.Result touched = confined.shell("mknod /tmp/disk b 7 250; ls /dev; ls /sys");

    assertThat(touched.output()).contains("/tmp/disk: Operation not permitted");
    assertThat(touched.output().lines())
        .doesNotContain("vda", "sda", "kmsg", "kvm", "mem", "fs", "class", "kernel");
  }

  @Test
  void a_process_that_it_leaves_behind_ends_with_it() throws Exception {
    Confined.Result left =
        confined.shell(
            "env -i setsid sh -c 'sleep 1000 & sleep 1001' & "
                + "setsid setsid sleep 1002 & sleep 0.2; echo begun; exit 9");

    assertThat(left).isEqualTo(new Confined.Result("begun", 9));
    Eventually.holds("nothing is left", () -> confined.left().isEmpty());
    Eventually.holds("no sleep is left", () -> commandsWith("sleep 100").isEmpty());
  }

  private static List<String> commandsWith(String text) {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .filter(
            line ->
                line.endsWith(text + "0") || line.endsWith(text + "1") || line.endsWith(text + "2"))
        .toList();
  }

  @Test
  void a_killed_supervisor_takes_the_whole_tree_along() throws Exception {
    Process process =
        confined.start(
            "/bin/sh", "-c", "env -i setsid sleep 1003 & trap '' TERM; echo begun; sleep 1004");
    Eventually.holds("it runs", () -> confined.output().equals("begun"));

    process.destroyForcibly();

    Eventually.holds("nothing is left", () -> confined.left().isEmpty());
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void its_temporary_folder_is_its_own() throws Exception {
    Path others = Files.createTempFile("bentoform-escape-", "");
    try {
      Confined.Result made =
          confined.shell(
              "ls /tmp; test -e '%s' && echo seen; echo x > /tmp/mine; echo y > \"%s/too\""
                  .formatted(others, confined.temporary()));

      assertThat(made.output()).doesNotContain("seen", "bentoform-escape");
      assertThat(confined.temporary().resolve("mine")).hasContent("x");
      assertThat(confined.temporary().resolve("too")).hasContent("y");
      assertThat(Path.of("/tmp/mine")).doesNotExist();
    } finally {
      Files.delete(others);
    }
  }

  @Test
  void its_shared_memory_is_its_own() throws Exception {
    assertThat(confined.shell("ls -A /dev/shm; echo x > /dev/shm/mine").output()).isEmpty();
    assertThat(Path.of("/dev/shm/mine")).doesNotExist();
  }

  @Test
  void no_library_is_loaded_into_a_process_outside() throws Exception {
    confined.variable("LD_PRELOAD", "/nowhere/evil.so");

    // Only the command itself complains, once.
    assertThat(confined.run("/usr/bin/env").output().lines())
        .filteredOn(line -> line.contains("evil.so' from"))
        .hasSize(1);
  }

  @Test
  void values_are_neither_on_a_command_line_nor_in_the_environment_outside() throws Exception {
    confined.variable("TOKEN", CANARY);
    Process process = confined.start("/bin/sh", "-c", "echo \"$TOKEN\"; sleep 1005");
    try {
      Eventually.holds("it runs", () -> confined.output().equals(CANARY));
      for (String file : List.of("cmdline", "environ")) {
        assertThat(Files.readString(Path.of("/proc/" + process.pid(), file)))
            .doesNotContain(CANARY);
      }
      assertThat(ProcessHandle.allProcesses().map(each -> each.info().commandLine().orElse("")))
          .noneMatch(line -> line.contains(CANARY));
    } finally {
      confined.tree(process).end(Duration.ZERO);
    }
  }
}
