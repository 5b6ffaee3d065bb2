package io.bentoform.api.engine.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where control groups can be made, and what is written into them. The files are those that the
 * kernel has; what it does with them is tested where it lets the tests make groups.
 */
final class ControlGroupsTest {
  private static final long MIB = 1 << 20;
  private static final String ENGINE = "one";

  @TempDir private Path machine;

  @BeforeEach
  void mount() throws IOException {
    write(
        "proc/self/mountinfo",
        "30 25 0:26 / " + machine.resolve("cgroup") + " rw - cgroup2 c rw\n");
    write("proc/self/cgroup", "9:memory:/elsewhere\n0::/own\n");
    write("cgroup/own/cgroup.controllers", "cpuset cpu io memory pids\n");
    write("cgroup/own/cgroup.procs", "");
    write("cgroup/own/engine-one/cgroup.controllers", "cpu memory\n");
  }

  private void write(String file, String text) throws IOException {
    Path path = machine.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private String read(String file) throws IOException {
    return Files.readString(machine.resolve(file));
  }

  private ControlGroups open() {
    return ControlGroups.open(ENGINE, new Delegation(machine.resolve("proc")));
  }

  @Test
  void limits_are_written_before_anything_runs_in_a_group() throws IOException {
    ControlGroups groups = open();
    assertThat(groups.problem()).isEmpty();
    assertThat(read("cgroup/own/cgroup.subtree_control")).isEqualTo("+memory +cpu");
    assertThat(read("cgroup/own/engine-one/cgroup.subtree_control")).isEqualTo("+memory +cpu");

    ControlGroup group = groups.create("replica", 512 * MIB, 500).orElseThrow();

    String folder = "cgroup/own/engine-one/replica/";
    assertThat(group.folder()).isEqualTo(machine.resolve(folder));
    assertThat(read(folder + "memory.max")).isEqualTo("536870912");
    assertThat(read(folder + "memory.oom.group")).isEqualTo("1");
    assertThat(read(folder + "cpu.max")).isEqualTo("50000 100000");
    assertThat(group.memory()).isEqualTo("512 MiB");
    assertThat(groups.create("free", 0, 0)).as("nothing to limit").isEmpty();
  }

  @Test
  void a_process_enters_its_group_before_it_becomes_what_was_wanted() throws Exception {
    ControlGroup group = open().create("replica", MIB, 0).orElseThrow();

    Process process = new ProcessBuilder(group.entering(List.of("/bin/echo", "$0 two"))).start();

    assertThat(process.inputReader().readLine()).isEqualTo("$0 two");
    assertThat(process.waitFor()).isZero();
    assertThat(read("cgroup/own/engine-one/replica/cgroup.procs").strip())
        .isEqualTo(Long.toString(process.pid()));
  }

  @Test
  void an_end_for_want_of_memory_is_seen_in_the_events_of_the_group() throws IOException {
    ControlGroup group = open().create("replica", MIB, 0).orElseThrow();
    Path events = group.folder().resolve("memory.events");

    assertThat(group.ranOutOfMemory()).isFalse();
    Files.writeString(events, "low 0\noom 0\noom_kill 0\noom_group_kill 0\n");
    assertThat(group.ranOutOfMemory()).isFalse();
    Files.writeString(events, "low 0\noom 1\noom_kill 10\noom_group_kill 1\n");
    assertThat(group.ranOutOfMemory()).isTrue();
  }

  @Test
  void groups_that_a_killed_server_left_are_removed_and_those_in_use_stay() throws IOException {
    ControlGroups groups = open();
    Path engine = machine.resolve("cgroup/own/engine-one");
    Files.createDirectory(engine.resolve("left"));
    Files.createDirectory(engine.resolve("used"));

    groups.retainOnly(Set.of("used"));

    assertThat(engine.resolve("left")).doesNotExist();
    assertThat(engine.resolve("used")).isDirectory();
  }

  @Test
  void a_server_in_a_group_of_its_own_makes_groups_beside_it() throws IOException {
    write("proc/self/cgroup", "0::/own/server\n");
    write("cgroup/own/server/cgroup.procs", ProcessHandle.current().pid() + "\n");
    write("cgroup/own/server/cgroup.type", "domain\n");

    assertThat(open().problem()).isEmpty();
    assertThat(read("cgroup/own/cgroup.subtree_control")).isEqualTo("+memory +cpu");
  }

  @Test
  void processes_of_others_in_the_group_are_left_alone() throws IOException {
    write("cgroup/own/cgroup.type", "domain\n");
    write("cgroup/own/cgroup.procs", ProcessHandle.current().pid() + "\n1\n");

    assertThat(open().problem().orElseThrow())
        .startsWith("the server shares its control group with other processes")
        .contains("Delegate=yes");
    assertThat(machine.resolve("cgroup/own/server")).doesNotExist();
    assertThat(open().create("replica", MIB, 1000)).isEmpty();
  }

  @Test
  void a_machine_without_these_controllers_says_so() throws IOException {
    write("cgroup/own/cgroup.controllers", "hugetlb\n");

    assertThat(open().problem())
        .contains("the controllers memory and cpu of cgroup v2 are not there for the server");
  }

  @Test
  void a_machine_without_cgroup_v2_says_so() throws IOException {
    write("proc/self/mountinfo", "");
    assertThat(open().problem()).contains("cgroup v2 is not mounted for the server");

    write("proc/self/cgroup", "9:memory:/elsewhere\n");
    assertThat(open().problem()).contains("this machine has no cgroup v2");
  }
}
