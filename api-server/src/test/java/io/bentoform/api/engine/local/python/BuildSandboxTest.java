package io.bentoform.api.engine.local.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.BesideOthers;
import io.bentoform.api.Eventually;
import io.bentoform.api.engine.Sources;
import io.bentoform.api.engine.local.LocalSettings;
import io.bentoform.api.engine.local.process.ProcessTag;
import io.bentoform.api.engine.local.sandbox.RequiredSandbox;
import io.bentoform.api.files.FileTrees;
import io.bentoform.api.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A setup script tries to get out of its sandbox, built with the real {@code uv}. */
@BesideOthers
final class BuildSandboxTest {
  private static final String CANARY = "canary-of-the-server";
  private static final Path CACHE = Path.of("target", "engine-cache");

  private final Path data;
  private final Path project;
  private final Path shared;
  private final ProcessTag engine = ProcessTag.engine(UUID.randomUUID().toString());
  private final PythonEnvironments environments;

  BuildSandboxTest() throws IOException {
    data =
        Files.createTempDirectory(Files.createDirectories(Path.of("target")), "confined-build-")
            .toAbsolutePath();
    LocalSettings settings =
        LocalSettings.in(data.resolve("engine"))
            .cache(CACHE)
            .sandbox(RequiredSandbox.open())
            .build();
    Map<String, String> server = new HashMap<>(System.getenv());
    server.put("BENTOFORM_ROOT_KEY", CANARY);
    environments = new PythonEnvironments(settings, engine, server);
    project = Files.createDirectories(data.resolve("codespaces/projects/mine"));
    shared = Files.createDirectories(data.resolve("engine/environments/shared/bin"));
    Files.writeString(data.resolve("root.key"), CANARY);
    Files.writeString(shared.resolve("tool"), "shared");
    Files.writeString(project.resolve("service.py"), "mine");
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    Eventually.holds("nothing is left", () -> engine.bearers().isEmpty());
    assertThat(FileTrees.children(data.resolve("engine/builds"))).isEmpty();
    PrivateFiles.delete(data);
  }

  /** Builds with a setup script and returns what it printed. */
  private String output(String script) throws Exception {
    return Files.readString(build(script).log());
  }

  private record Built(PythonEnvironment environment, Path log) {}

  private Built build(String script) throws Exception {
    Files.writeString(
        project.resolve(Sources.Project.SETUP), script + "\ntouch \"$VIRTUAL_ENV/bin/bentoml\"\n");
    Path own = Files.createDirectories(data.resolve("engine/deployments/mine/own"));
    Path log = Files.createFile(data.resolve("build-" + UUID.randomUUID() + ".log"));
    ProjectRecipe recipe = ProjectRecipe.of(new Sources.Project(project, Optional.empty()), own);
    try {
      PythonEnvironment environment =
          environments.provide(recipe, own, List.of(), new BuildLog(log, new Redaction(List.of())));
      assertThat(environment.folder().resolve("bin/bentoml")).exists();
      return new Built(environment, log);
    } catch (BuildFailure e) {
      throw new AssertionError(Files.readString(log), e);
    }
  }

  @Test
  void a_setup_script_reads_nothing_of_the_server() throws Exception {
    String output =
        output(
            "cat '%s/root.key'; find '%s'; env; cat /proc/*/environ | tr '\\0' '\\n'"
                .formatted(data, data));

    assertThat(output).doesNotContain(CANARY, "/environments/shared");
    assertThat(output).contains("root.key: No such file", "codespaces/projects/mine/service.py");
  }

  @Test
  void a_setup_script_changes_neither_shared_environments_nor_packages_nor_its_project()
      throws Exception {
    output(
        "echo x > '%s/tool'; echo x > '%s/service.py'; echo x > '%s/uv/evil'; echo x > /tmp/mine"
            .formatted(shared, project, CACHE.toAbsolutePath()));

    assertThat(shared.resolve("tool")).hasContent("shared");
    assertThat(project.resolve("service.py")).hasContent("mine");
    assertThat(CACHE.resolve("uv/evil")).doesNotExist();
    assertThat(Path.of("/tmp/mine")).doesNotExist();
  }

  @Test
  void links_that_a_setup_script_puts_in_the_place_of_python_open_nothing() throws Exception {
    PythonEnvironment environment =
        build(
                "mkdir \"$VIRTUAL_ENV/evil\"; cd \"$VIRTUAL_ENV\""
                    + "; for name in bin/python evil/python3; do ln -sf '%s/root.key' $name; done"
                        .formatted(data)
                    + "; echo \"home = $VIRTUAL_ENV/evil\" > pyvenv.cfg")
            .environment();

    assertThat(environment.folder().resolve("bin/python")).isSymbolicLink();
    assertThat(environment.interpreter()).noneMatch(path -> path.startsWith(data));
  }

  @Test
  void a_process_that_a_setup_script_leaves_behind_ends_with_the_build() throws Exception {
    output("env -i setsid sleep 1006 &\nsleep 0.2");

    Eventually.holds(
        "it has ended",
        () ->
            ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .noneMatch(line -> line.endsWith("sleep 1006")));
  }

  @Test
  void a_setup_script_finds_the_python_of_its_environment() throws Exception {
    assertThat(output("python -c 'import sys, pip; print(\"of\", sys.prefix)'"))
        .contains("of " + data.resolve("engine/deployments/mine/own/environments"));
  }
}
