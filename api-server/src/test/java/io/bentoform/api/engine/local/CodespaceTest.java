package io.bentoform.api.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.BesideOthers;
import io.bentoform.api.Eventually;
import io.bentoform.api.engine.Observation;
import io.bentoform.api.engine.Pod;
import io.bentoform.api.engine.PodLog;
import io.bentoform.api.engine.SampleBento;
import io.bentoform.api.engine.Sources;
import io.bentoform.api.engine.contract.Client;
import io.bentoform.api.engine.contract.Order;
import io.bentoform.api.engine.contract.Phases;
import io.bentoform.api.files.FileTrees;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project that runs while its files change, with real processes. */
@BesideOthers
final class CodespaceTest {
  private static final String NAME = "space";
  private final EngineTestFolder folder = EngineTestFolder.create();
  private final Client client = new Client();
  private LocalEngine engine = folder.open();

  private final Path project;

  CodespaceTest(@TempDir Path project) {
    this.project = project;
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    engine.close();
    assertThat(folder.processes()).isEmpty();
    folder.close();
  }

  private URI apply() throws Exception {
    return engine
        .apply(
            Order.of(NAME, 1).project(project).variable("TOKEN", "v").specification(), new Phases())
        .orElseThrow();
  }

  private static String service() throws IOException {
    try (InputStream in = CodespaceTest.class.getResourceAsStream("/engine/sample/service.py")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void write(String file, String text) throws IOException {
    Path draft = Files.createTempFile("file", ".draft");
    Files.writeString(draft, text);
    Files.move(draft, project.resolve(file), StandardCopyOption.REPLACE_EXISTING);
  }

  private void writeAll() throws IOException {
    write("service.py", service());
    write("bentofile.yaml", "service: \"service:Sample\"\n");
    write(Sources.Project.REQUIREMENTS, "bentoml==" + SampleBento.BENTOML_VERSION + "\n");
    write(Sources.Project.READY, "");
  }

  private Observation observe() {
    return engine.observe("uid-" + NAME);
  }

  private List<Pod> pods() {
    return engine.pods("uid-" + NAME);
  }

  private String log() throws Exception {
    try (PodLog log = engine.log("uid-" + NAME, NAME + "-1-0", 10_000).orElseThrow()) {
      StringBuilder all = new StringBuilder();
      for (String text = log.next(Duration.ZERO).orElseThrow();
          !text.isEmpty();
          text = log.next(Duration.ZERO).orElseThrow()) {
        all.append(text);
      }
      return all.toString();
    }
  }

  private boolean says(URI url, String answer) throws InterruptedException {
    try {
      return client.post(url, "slow", "{\"seconds\": 0}").body().equals(answer);
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void it_stands_before_its_files_come_takes_up_changes_and_comes_back_with_them()
      throws Exception {
    URI url = apply();
    Pod pod = new Pod(NAME + "-1-0", Pod.Role.API_SERVER, Pod.Phase.RUNNING);
    assertThat(pods()).containsExactly(pod);
    assertThat(observe().standing()).isTrue();
    assertThat(observe().failure().orElseThrow()).contains("waits for the files");

    writeAll();
    assertThat(apply()).isEqualTo(url);
    assertThat(says(url, "done")).isTrue();
    assertThat(observe().failure()).isEmpty();

    write("service.py", service().replace("\"done\"", "broken("));
    Eventually.holds("the error is told", () -> log().contains("SyntaxError"));
    assertThat(pods()).containsExactly(pod);
    write("service.py", service().replace("\"done\"", "\"changed\""));
    Eventually.holds("the answer changes", () -> says(url, "changed"));
    assertThat(log()).contains("waits for the files", "is ready", "SyntaxError");
    assertThat(FileTrees.children(project))
        .extracting(file -> file.getFileName().toString())
        .contains("service.py")
        .isSubsetOf(
            "service.py", "bentofile.yaml", "requirements.txt", ".project_ready", "__pycache__");

    engine.close();
    engine = folder.open();
    assertThat(apply()).isEqualTo(url);
    assertThat(says(url, "changed")).isTrue();
    engine.stop("uid-" + NAME);
    assertThat(pods()).isEmpty();
    assertThat(observe().standing()).isFalse();
  }

  @Test
  void scripts_run_in_an_environment_of_its_own_and_leave_the_machine_alone() throws Exception {
    writeAll();
    write(Sources.Project.SETUP, "apt-get update && apt-get install -y git || exit 1\necho one\n");
    write(Sources.Project.POST_SETUP, "echo \"with $(command -v python)\"\n");

    URI url = apply();

    assertThat(says(url, "done")).isTrue();
    assertThat(observe().failure().orElseThrow()).contains("setup.sh (line 1)", "administrator");
    assertThat(log()).contains("one\n", "/own/environments/").doesNotContain("Reading package");

    write(Sources.Project.POST_SETUP, "exit 3\n");
    apply();
    assertThat(observe().failure().orElseThrow()).contains("post_setup.sh ended with exit code 3");
    assertThat(says(url, "done")).as("what ran before still runs").isTrue();

    write(Sources.Project.POST_SETUP, "");
    write(Sources.Project.SETUP, "");
    apply();
    assertThat(observe().failure()).isEmpty();
    assertThat(says(url, "done")).isTrue();
    engine.remove("uid-" + NAME);
    assertThat(folder.root().resolve("deployments").resolve("uid-" + NAME)).doesNotExist();
  }

  @Test
  void a_build_that_prints_its_secrets_is_masked_in_the_log_and_its_file() throws Exception {
    writeAll();
    write(
        Sources.Project.SETUP,
        """
        echo "all of it: $KEY"
        printf 'in two halves: %s' "${TOKEN%??????}"; sleep 1; printf '%s, tiny %s\\n' "${TOKEN#??????}" "$TINY"
        set -x
        pip install "$TOKEN-is-no-requirement!"
        exit 7
        """);

    engine.apply(
        Order.of(NAME, 1)
            .project(project)
            .buildVariable("TOKEN", "canary-77aa1")
            .buildVariable("KEY", "canary-first\ncanary-second\n")
            .buildVariable("TINY", "abc")
            .specification(),
        new Phases());

    String failure = observe().failure().orElseThrow();
    assertThat(failure).contains("setup.sh ended with exit code 7").doesNotContain("canary");
    assertThat(log())
        .contains("all of it: ***", "in two halves: ***, tiny abc", "***-is-no-requirement!")
        .doesNotContain("canary");
    try (Stream<Path> files = Files.walk(folder.root().resolve("logs"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file)).doesNotContain("canary");
      }
    }
  }

  @Test
  void a_service_that_does_not_start_leaves_it_standing_and_starts_when_it_is_mended()
      throws Exception {
    writeAll();
    write("service.py", "raise SystemExit('not today')\n");

    URI url = apply();

    assertThat(observe().ready()).isZero();
    assertThat(observe().failure().orElseThrow()).contains("ended", "retried");
    assertThat(log()).contains("not today");
    write("service.py", service());
    apply();
    assertThat(says(url, "done")).isTrue();
  }
}
