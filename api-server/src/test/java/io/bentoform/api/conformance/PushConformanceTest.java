package io.bentoform.api.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bentoml build}, {@code push}, {@code pull} of bentos. */
@ConformanceTest
class PushConformanceTest {
  private final Cloud cloud = Cloud.shared();
  private final String version = "v" + UUID.randomUUID().toString().substring(0, 8);
  private final String tag = Project.NAME + ":" + version;
  private final Pass pass;
  private final Path folder;
  private final CommandLine bentoml;

  PushConformanceTest(Pass pass, @TempDir Path folder) {
    this.pass = pass;
    this.folder = folder;
    this.bentoml = new CommandLine(cloud, pass, folder.resolve("home"));
  }

  private String path() {
    return "/api/v1/bento_repositories/" + Project.NAME + "/bentos/" + version;
  }

  private String state() {
    return cloud.get(path()).at("/upload_status").asText();
  }

  private Path built() {
    Path sources = Project.writeTo(folder.resolve("sources"));
    bentoml.in(sources, "build", "--version", version).succeeded();
    return sources;
  }

  @Test
  void push_and_push_again_which_is_skipped() {
    built();

    assertThat(bentoml.run("push", tag).succeeded())
        .contains("Successfully pushed bento \"" + tag + "\"");
    assertThat(state()).isEqualTo("success");

    assertThat(bentoml.run("push", tag).succeeded()).contains("Push skipped");
  }

  @Test
  void push_force_replaces_what_is_there() throws IOException {
    built();
    bentoml.run("push", tag).succeeded();
    Files.writeString(bentoml.home().resolve("bentos/sample/" + version + "/src/added.txt"), "x");

    assertThat(bentoml.run("push", tag, "--force").succeeded())
        .contains("Successfully pushed bento \"" + tag + "\"");

    CommandLine other = new CommandLine(cloud, pass, folder.resolve("other"));
    other.run("pull", tag).succeeded();
    assertThat(other.home().resolve("bentos/sample/" + version + "/src/added.txt")).exists();
  }

  @Test
  void two_pushes_of_one_bento_at_once_both_succeed() throws Exception {
    built();

    Process one = bentoml.begin("push", tag);
    Process two = bentoml.begin("push", tag);

    assertThat(one.waitFor()).isZero();
    assertThat(two.waitFor()).isZero();
    assertThat(state()).isEqualTo("success");
  }

  @Test
  void a_push_that_was_cut_is_taken_up_again() throws Exception {
    built();
    Path large = bentoml.home().resolve("bentos/sample/" + version + "/src/large");
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(500L << 20);
    }
    Process push = bentoml.begin("push", tag);
    await("the archive arrives", cloud::isReceiving);
    push.destroyForcibly().waitFor();
    await("the upload failed", () -> state().equals("failed"));

    assertThat(bentoml.run("push", tag).succeeded())
        .contains("Successfully pushed bento \"" + tag + "\"");
    assertThat(state()).isEqualTo("success");
  }

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    Instant deadline = Instant.now().plusSeconds(120);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as(what).isBefore(deadline);
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  @Test
  void build_push() {
    Path sources = Project.writeTo(folder.resolve("sources"));

    String printed = bentoml.in(sources, "build", "--version", version, "--push").succeeded();

    assertThat(printed).contains("Successfully pushed bento \"" + tag + "\"");
    assertThat(state()).isEqualTo("success");
  }

  @Test
  void pull_into_an_empty_home_gives_the_same_bento() throws IOException {
    built();
    bentoml.run("push", tag).succeeded();
    CommandLine other = new CommandLine(cloud, pass, folder.resolve("other"));

    assertThat(other.run("pull", tag).succeeded())
        .contains("Successfully pulled bento \"" + tag + "\"");

    Path here = bentoml.home().resolve("bentos/sample/" + version);
    Path there = other.home().resolve("bentos/sample/" + version);
    for (String file : new String[] {"bento.yaml", "src/service.py", "apis/openapi.yaml"}) {
      assertThat(there.resolve(file)).hasSameBinaryContentAs(here.resolve(file));
    }
    assertThat(other.run("get", tag).succeeded()).contains(version);
    assertThat(other.run("pull", tag).succeeded()).contains("exists in local bento store");
  }

  @Test
  void delete_and_pull_force_bring_it_back() {
    built();
    bentoml.run("push", tag).succeeded();
    bentoml.run("delete", "-y", tag).succeeded();

    assertThat(bentoml.run("pull", "-f", tag).succeeded()).contains("Successfully pulled bento");
    assertThat(bentoml.run("pull", "-f", tag).succeeded()).contains("Successfully pulled bento");
  }

  @Test
  void pull_of_what_is_not_there_is_refused_in_one_sentence() {
    assertThat(bentoml.run("pull", "sample:absent").refused())
        .contains("Bento \"sample:absent\" not found");
  }

  @Test
  void push_of_a_bento_with_a_link_that_leads_out_is_refused_and_can_be_corrected()
      throws IOException {
    built();
    Path link = bentoml.home().resolve("bentos/sample/" + version + "/src/link");
    Files.createSymbolicLink(link, Path.of("/etc/passwd"));

    assertThat(bentoml.run("push", tag).refused())
        .contains("The archive of the bento " + tag + " has an entry that leads out of the bento")
        .contains("422");
    assertThat(state()).isEqualTo("failed");

    Files.delete(link);
    bentoml.run("push", tag).succeeded();
    assertThat(state()).isEqualTo("success");
  }
}
