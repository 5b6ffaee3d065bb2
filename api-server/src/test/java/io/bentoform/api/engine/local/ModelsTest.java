package io.bentoform.api.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bentoform.api.BesideOthers;
import io.bentoform.api.archive.ArchiveKind;
import io.bentoform.api.archive.ArchiveSource;
import io.bentoform.api.archive.Tar;
import io.bentoform.api.engine.ModelArchive;
import io.bentoform.api.engine.RolloutException;
import io.bentoform.api.engine.contract.Client;
import io.bentoform.api.engine.contract.Order;
import io.bentoform.api.engine.contract.Phases;
import io.bentoform.api.files.FileTrees;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Stored models in real replicas: where {@code bentoml serve} looks for them. */
@BesideOthers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ModelsTest {
  private final EngineTestFolder folder = EngineTestFolder.create();
  private final LocalEngine engine = folder.open();
  private final Client client = new Client();

  @AfterAll
  void close() throws Exception {
    engine.close();
    client.close();
    folder.close();
  }

  private static ModelArchive model(Path folder, String version, String word) throws Exception {
    byte[] bytes = Tar.of(ArchiveKind.MODEL).file("./word.txt", word).bytes();
    String digest = DigestUtils.sha256Hex(bytes);
    Path archive = folder.resolve(digest + ".tar");
    Files.write(archive, bytes);
    return new ModelArchive("words", version, ArchiveSource.of(archive), digest);
  }

  private Path unpacked(ModelArchive model) {
    return folder.root().resolve("models").resolve(model.digest());
  }

  private URI apply(Order order) throws Exception {
    return engine.apply(order.specification(), new Phases()).orElseThrow();
  }

  @Test
  void replicas_find_their_models_which_are_unpacked_once_and_go_with_the_last_deployment(
      @TempDir Path archives) throws Exception {
    ModelArchive first = model(archives, "v1", "first");
    ModelArchive second = model(archives, "v2", "second");
    URI one = apply(Order.of("model-one", 1).model(first).model(second));
    URI two = apply(Order.of("model-two", 1).model(first));

    assertThat(client.ask(one, "file", "models/words/v1/word.txt"))
        .isEqualTo(Client.fingerprint("first"));
    assertThat(client.ask(one, "file", "models/words/v2/word.txt"))
        .isEqualTo(Client.fingerprint("second"));
    assertThat(client.ask(one, "file", "models/words/latest")).isEqualTo(Client.fingerprint("v2"));
    assertThat(client.ask(two, "file", "models/words/latest")).isEqualTo(Client.fingerprint("v1"));
    assertThat(FileTrees.children(folder.root().resolve("models"))).hasSize(2);

    engine.remove("uid-model-one");
    assertThat(unpacked(second)).doesNotExist();
    assertThat(client.ask(two, "file", "models/words/v1/word.txt"))
        .isEqualTo(Client.fingerprint("first"));

    ModelArchive pushedOver = model(archives, "v1", "pushed over");
    apply(Order.of("model-two", 2).model(pushedOver));
    assertThat(client.ask(two, "file", "models/words/v1/word.txt"))
        .isEqualTo(Client.fingerprint("pushed over"));
    assertThat(unpacked(first)).doesNotExist();

    engine.remove("uid-model-two");
    assertThat(FileTrees.children(folder.root().resolve("models"))).isEmpty();
  }

  @Test
  void a_model_whose_archive_is_gone_fails_the_rollout_with_its_name(@TempDir Path archives)
      throws Exception {
    ModelArchive model = model(archives, "v1", "gone");
    Files.delete(archives.resolve(model.digest() + ".tar"));

    RolloutException failure =
        catchThrowableOfType(
            RolloutException.class, () -> apply(Order.of("model-gone", 1).model(model)));

    assertThat(failure.phase()).isEqualTo(RolloutException.Phase.BUILD);
    assertThat(failure)
        .hasMessageContaining("the archive of model words:v1, which bento sample:v1 uses, is no")
        .hasMessageContaining("bentoml models push words:v1 --force");
  }

  @Test
  void a_store_of_archives_that_does_not_answer_is_no_failed_rollout() throws Exception {
    ArchiveSource away =
        () -> {
          throw new IllegalStateException("the store is away");
        };
    ModelArchive model = new ModelArchive("words", "v1", away, "3".repeat(64));

    assertThatThrownBy(() -> apply(Order.of("model-away", 1).model(model)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the store is away");

    engine.remove("uid-model-away");
  }

  @Test
  void a_file_in_the_place_of_a_model_is_refused_and_the_shared_model_stays_whole(
      @TempDir Path archives) throws Exception {
    ModelArchive model = model(archives, "v1", "shared");

    RolloutException failure =
        catchThrowableOfType(
            RolloutException.class,
            () ->
                apply(
                    Order.of("model-file", 1)
                        .model(model)
                        .file("models/words/v1/word.txt", "from a secret")));

    assertThat(failure).hasMessageContaining("conflicts with a model");
    assertThat(content(unpacked(model).resolve("word.txt"))).isEqualTo("shared");
    engine.remove("uid-model-file");
  }

  private static String content(Path file) throws IOException {
    return Files.readString(file);
  }
}
