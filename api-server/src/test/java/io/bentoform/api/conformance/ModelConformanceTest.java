package io.bentoform.api.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bentoml models push / pull}, and bentos that use models, up to an answer. */
@ConformanceTest
class ModelConformanceTest {
  private final Cloud cloud = Cloud.shared();
  private final String name = "m" + UUID.randomUUID().toString().substring(0, 8);
  private final String model = name + ":v1";
  private final Pass pass;
  private final Path folder;
  private final CommandLine bentoml;

  ModelConformanceTest(Pass pass, @TempDir Path folder) {
    this.pass = pass;
    this.folder = folder;
    this.bentoml = new CommandLine(cloud, pass, folder.resolve("home"));
  }

  private String state() {
    return cloud
        .get("/api/v1/model_repositories/" + name + "/models/v1")
        .at("/upload_status")
        .asText();
  }

  private CommandLine other() {
    return new CommandLine(cloud, pass, folder.resolve("other"));
  }

  @Test
  void models_push_and_push_again_which_is_skipped() {
    Models.create(bentoml, model, "hello");

    assertThat(bentoml.run("models", "push", model).succeeded())
        .contains("Successfully pushed model \"" + model + "\"");
    assertThat(state()).isEqualTo("success");

    assertThat(bentoml.run("models", "push", model).succeeded())
        .contains("already exists in remote model store, skipping");
    assertThat(bentoml.run("models", "push", model, "--force").succeeded())
        .contains("Successfully pushed model");
  }

  @Test
  void models_pull_of_a_version_and_of_the_newest() {
    Models.create(bentoml, model, "hello");
    bentoml.run("models", "push", model).succeeded();

    CommandLine other = other();
    assertThat(other.run("models", "pull", model).succeeded())
        .contains("Successfully pulled model \"" + model + "\"");
    assertThat(other.home().resolve("models/" + name + "/v1/word.txt")).hasContent("hello");
    assertThat(other.run("models", "pull", model).succeeded()).contains("already exists locally");
    assertThat(other.run("models", "pull", "-f", name).succeeded())
        .contains("Successfully pulled model");
  }

  @Test
  void models_pull_of_what_is_not_there_is_refused_in_one_sentence() {
    assertThat(bentoml.run("models", "pull", name).refused())
        .contains("There is no model repository " + name + ".");
    assertThat(bentoml.run("models", "pull", model).refused())
        .contains("There is no model " + model + ".");
  }

  @Test
  void models_push_of_a_link_that_leads_out_is_refused() throws IOException {
    Models.create(bentoml, model, "x");
    Path link = bentoml.home().resolve("models/" + name + "/v1/link");
    Files.createSymbolicLink(link, Path.of("/etc/passwd"));

    assertThat(bentoml.run("models", "push", model).refused())
        .contains("The archive of the model " + model + " has an entry that leads out");
    assertThat(state()).isEqualTo("failed");
  }

  @Test
  void push_of_a_bento_with_a_model_pull_with_models_and_deploy_to_an_answer() {
    Models.create(bentoml, model, "hello");
    Path sources = Models.writeTo(folder.resolve("sources"), name, model);
    bentoml.in(sources, "build", "--version", "v1").succeeded();
    assertThat(bentoml.run("push", name + ":v1").succeeded())
        .contains("Successfully pushed model", "Successfully pushed bento");

    CommandLine other = other();
    assertThat(other.run("pull", name + ":v1", "--with-models").succeeded())
        .contains("Successfully pulled bento", "Successfully pulled model");

    assertThat(other.run("deploy", name + ":v1", "--name", name).succeeded()).contains("is ready");
    Deployed deployed = new Deployed(cloud, name);
    assertThat(deployed.ask("/word", "Ann", "").body()).isEqualTo("hello Ann");
    cloud.delete(deployed.path());
  }

  @Test
  void deploy_of_a_bento_whose_model_is_not_there_is_refused_by_its_name() throws IOException {
    Models.create(bentoml, model, "hello");
    Path sources = Models.writeTo(folder.resolve("sources"), name, model);
    bentoml.in(sources, "build", "--version", "v1").succeeded();
    PrivateFiles.delete(bentoml.home().resolve("models/" + name));

    bentoml.run("push", name + ":v1").succeeded();

    assertThat(bentoml.run("deploy", name + ":v1", "--name", name).refused())
        .contains("The bento " + name + ":v1 uses the model " + model)
        .contains("bentoml models push " + model);
  }
}
