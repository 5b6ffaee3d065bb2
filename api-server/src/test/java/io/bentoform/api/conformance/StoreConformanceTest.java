package io.bentoform.api.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.bento.store.TestS3;
import io.bentoform.api.files.PrivateFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line against a server whose archives are in a bucket of S3. */
@ConformanceTest
class StoreConformanceTest {
  private static final String TAG = Project.NAME + ":v1";
  private static final String MODEL = "words:v1";

  private final TestS3 s3;
  private final Cloud cloud;
  private final Pass pass;
  private final Path folder;
  private final CommandLine bentoml;

  StoreConformanceTest(Pass pass, @TempDir Path folder) throws Exception {
    this.s3 = new TestS3(folder.resolve("s3"));
    Map<String, String> environment = new HashMap<>(s3.environment());
    // Downloaded packages, which other tests have.
    environment.put("BENTOFORM_ENGINE_CACHE", Path.of("target", "engine-cache").toString());
    this.cloud = Cloud.with(environment);
    this.pass = pass;
    this.folder = folder;
    this.bentoml = new CommandLine(cloud, pass, folder.resolve("home"));
  }

  @AfterEach
  void end() throws Exception {
    cloud.end();
    s3.close();
  }

  @Test
  void
      push_and_pull_of_bentos_and_models_go_to_s3_itself_and_with_another_setting_through_the_server()
          throws IOException {
    Path sources = Project.writeTo(folder.resolve("sources"));
    bentoml.in(sources, "build", "--version", "v1").succeeded();
    Models.create(bentoml, MODEL, "hello");
    Path bento = bentoml.home().resolve("bentos/" + Project.NAME + "/v1");
    Path large = makeLarge(bento);

    pushAndPull("presigned", bento);
    pushAndPullModel();
    assertThat(s3.objects()).hasSize(2).allMatch(key -> key.endsWith(".tar"));

    assertThat(bentoml.run("deploy", TAG, "--name", "stored").succeeded()).contains("is ready");
    cloud.delete(new Deployed(cloud, "stored").path());
    refuseLink(bento);
    Files.delete(large);
    cloud.restart("BENTOFORM_ARCHIVE_TRANSFER", "proxy");
    pushAndPull("proxy", bento);
    assertThat(s3.uploads()).isZero();
  }

  /** So large that the command line sends it in two parts. */
  private static Path makeLarge(Path bento) throws IOException {
    Path large = bento.resolve("src/large");
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(101L << 20);
    }
    return large;
  }

  private void pushAndPull(String transfer, Path bento) throws IOException {
    assertThat(bentoml.run("push", TAG, "--force").succeeded())
        .containsIgnoringCase("Successfully pushed bento \"" + TAG + "\"");
    CommandLine other = new CommandLine(cloud, pass, folder.resolve(transfer));
    assertThat(other.run("pull", TAG).succeeded())
        .containsIgnoringCase("Successfully pulled bento");
    Path pulled = other.home().resolve("bentos/" + Project.NAME + "/v1");
    assertThat(pulled.resolve("src/service.py"))
        .hasSameBinaryContentAs(bento.resolve("src/service.py"));
    assertThat(Files.exists(pulled.resolve("src/large")))
        .isEqualTo(Files.exists(bento.resolve("src/large")));
    PrivateFiles.delete(other.home());
  }

  private void pushAndPullModel() throws IOException {
    bentoml.run("models", "push", MODEL).succeeded();
    CommandLine other = new CommandLine(cloud, pass, folder.resolve("models"));
    other.run("models", "pull", MODEL).succeeded();
    assertThat(other.home().resolve("models/words/v1/word.txt")).hasContent("hello");
  }

  private void refuseLink(Path bento) throws IOException {
    Path link = Files.createSymbolicLink(bento.resolve("src/link"), Path.of("/etc/passwd"));
    assertThat(bentoml.run("push", TAG, "--force").refused())
        .contains("has an entry that leads out of the bento");
    Files.delete(link);
    assertThat(
            cloud
                .get("/api/v1/bento_repositories/" + Project.NAME + "/bentos/v1")
                .at("/upload_status")
                .asText())
        .isEqualTo("failed");
  }
}
