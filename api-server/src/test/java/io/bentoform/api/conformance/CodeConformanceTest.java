package io.bentoform.api.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bentoform.api.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bentoml code}: a project runs on the server while somebody changes it at home. */
@ConformanceTest
class CodeConformanceTest {
  private static final String SERVICE = "service.py";
  private static final String DONE = "return \"done\"";

  /** True where a package is installed that the project did not need before. */
  private static final String ASKS_FOR_PACKAGE =
      "import importlib.util; return str(importlib.util.find_spec(\"humanize\") is not None)";

  private final Cloud cloud = Cloud.shared();
  private final String name = "code-" + UUID.randomUUID().toString().substring(0, 8);
  private final Deployed codespace = new Deployed(cloud, name);
  private final Path project;
  private final CommandLine bentoml;

  CodeConformanceTest(Pass pass, @TempDir Path folder) {
    this.project = Project.writeTo(folder.resolve("project")).toAbsolutePath();
    this.bentoml = new CommandLine(cloud, pass, folder.resolve("home"));
  }

  @AfterEach
  void delete() {
    Stream.of(codespace.path(), "/api/v1/org_secrets/" + name)
        .filter(path -> cloud.status(path) == 200)
        .forEach(cloud::delete);
  }

  /** Runs {@code bentoml code} with these words and does these steps meanwhile. */
  private Output code(List<String> words, List<List<Object>> steps) {
    return bentoml
        .with("PROGRAM", bentoml.program("bentoml").toString())
        .with("PROJECT", project.toString())
        .with("WORDS", Json.write(words))
        .with("STEPS", Json.write(steps))
        .python(person());
  }

  private static String person() {
    try (InputStream in = CodeConformanceTest.class.getResourceAsStream("/conformance/code.py")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Chooses to make a new one, behind those that are there. */
  private List<Object> menu() {
    JsonNode others = cloud.get("/api/v2/deployments?q=is:dev&count=1");
    return List.of("menu", others.get("total").asInt(), name);
  }

  private List<String> files() {
    List<String> paths = new ArrayList<>();
    cloud
        .get(codespace.path() + "/files")
        .get("files")
        .forEach(file -> paths.add(file.get("path").asText()));
    return paths;
  }

  @Test
  void code_uploads_the_project_shows_its_log_takes_up_changes_and_ends_with_what_to_do_next() {
    cloud.call(
        "POST",
        "/api/v1/org_secrets",
        """
        {"name": "%s", "content": {"items": [{"key": "HF_TOKEN", "value": "hidden-value"}]}}
        """
            .formatted(name));

    String printed =
        code(
                List.of("--env", "LEVEL=debug", "--secret", name),
                List.of(
                    menu(),
                    List.of("see", "Codespace " + name + " is ready"),
                    List.of("answer", "done"),
                    List.of("edit", SERVICE, DONE, "return \"changed\""),
                    List.of("answer", "changed"),
                    List.of("edit", SERVICE, "return \"changed\"", ASKS_FOR_PACKAGE),
                    List.of(
                        "edit", "bentofile.yaml", "python:\n", "python:\n  packages: [humanize]\n"),
                    List.of("answer", "True"),
                    List.of("stop")))
            .succeeded();

    assertThat(printed)
        .contains("Uploading " + SERVICE, "waits for the files", "bentoml code --attach " + name)
        .contains("Service Sample initialized")
        .doesNotContain("hidden-value");
    assertThat(printed.split("Uploading .project_ready", -1))
        .as("it begins once: its log stays open")
        .hasSize(2);
    assertThat(files()).contains(SERVICE, "bentofile.yaml", "requirements.txt", ".project_ready");
    assertThat(codespace.state().at("/manifest/dev").asBoolean()).isTrue();
    assertThat(codespace.variable("HF_TOKEN")).isEqualTo(Deployed.fingerprint("hidden-value"));
    assertThat(codespace.variable("LEVEL")).isEqualTo(Deployed.fingerprint("debug"));
  }

  @Test
  void attach_goes_on_in_a_codespace_and_the_deployment_commands_know_it() {
    code(List.of(), List.of(menu(), List.of("answer", "done"), List.of("stop"))).succeeded();

    assertThat(bentoml.run("deployment", "list").succeeded()).contains(name);
    assertThat(bentoml.run("deployment", "get", name).succeeded()).contains("/codespaces/" + name);
    code(
            List.of("--attach", name),
            List.of(
                List.of("answer", "done"),
                List.of("edit", SERVICE, DONE, "return \"attached\""),
                List.of("answer", "attached"),
                List.of("stop")))
        .succeeded();
    assertThat(bentoml.run("deployment", "terminate", name, "--wait").succeeded()).contains(name);
    assertThat(files()).contains(SERVICE);
    assertThat(code(List.of("--attach", name), List.of(List.of("see", "aborted"))).refused())
        .contains("terminated");
    assertThat(bentoml.run("deployment", "delete", name).succeeded()).contains(name);
    assertThat(cloud.status(codespace.path())).isEqualTo(404);
  }
}
