package io.bentoform.api.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bentoform.api.BesideOthers;
import io.bentoform.api.engine.RolloutException;
import io.bentoform.api.engine.SampleBento;
import io.bentoform.api.engine.contract.Client;
import io.bentoform.api.engine.contract.Order;
import io.bentoform.api.engine.contract.Phases;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the environment of a bento is built from, with real packages. */
@BesideOthers
final class BuildTest {
  private final EngineTestFolder folder = EngineTestFolder.create();
  private final LocalEngine engine = folder.open();
  private final Client client = new Client();

  @AfterEach
  void close() throws Exception {
    engine.close();
    client.close();
    folder.close();
  }

  private URI apply(Order order) throws Exception {
    return engine.apply(order.specification(), new Phases()).orElseThrow();
  }

  /** The sample bento with one more requirement. */
  private static SampleBento wantingPrivatePackage(Path folder) throws IOException {
    return SampleBento.shared()
        .with(
            "env/python/requirements.txt",
            "bentoml==" + SampleBento.BENTOML_VERSION + "\n" + PrivateIndex.REQUIREMENT + "\n",
            folder);
  }

  @Test
  void a_build_stage_secret_belongs_to_its_deployment_and_its_change_builds_anew(
      @TempDir Path changed) throws Exception {
    SampleBento bento = wantingPrivatePackage(changed);
    try (PrivateIndex index = new PrivateIndex("canary-one")) {
      apply(
          Order.of("with", 1)
              .bento(bento)
              .buildVariable("UV_EXTRA_INDEX_URL", index.url("canary-one")));
      int lookUps = index.lookUps();
      assertThat(lookUps).isPositive();

      RolloutException without =
          catchThrowableOfType(
              RolloutException.class, () -> apply(Order.of("without", 1).bento(bento)));
      assertThat(without.phase()).isEqualTo(RolloutException.Phase.BUILD);

      index.change("canary-two");
      apply(
          Order.of("with", 2)
              .bento(bento)
              .buildVariable("UV_EXTRA_INDEX_URL", index.url("canary-two")));
      assertThat(index.lookUps()).as("built anew").isGreaterThan(lookUps);

      RolloutException wrong =
          catchThrowableOfType(
              RolloutException.class,
              () ->
                  apply(
                      Order.of("with", 3)
                          .bento(bento)
                          .buildVariable("UV_EXTRA_INDEX_URL", index.url("wrong"))));
      assertThat(wrong).hasMessageNotContaining("wrong@");
    }
    try (Stream<Path> all = Files.walk(folder.root())) {
      assertThat(all.map(Path::toString))
          .as("no name of a file tells a value")
          .noneMatch(path -> path.contains("canary"));
    }
  }

  @Test
  void commands_of_an_image_are_run_and_what_wants_system_packages_is_told(@TempDir Path changed)
      throws Exception {
    SampleBento bento =
        SampleBento.shared()
            .with(
                "bento.yaml",
                described ->
                    described
                        .replace(
                            "  python_requirements:",
                            "  - test -d env/docker && echo before > \"$VIRTUAL_ENV/marker\"\n"
                                + "  - apt-get install -y ffmpeg\n  python_requirements:")
                        .replace(
                            "  post_commands: []",
                            "  post_commands:\n  - python -c 'import bentoml' && echo after >>"
                                + " \"$VIRTUAL_ENV/marker\""),
                changed);

    URI url = apply(Order.of("commands", 1).bento(bento));

    assertThat(client.ask(url, "variable", "NOTHING")).isEqualTo("absent");
    try (Stream<Path> all = Files.walk(folder.root())) {
      assertThat(all.filter(path -> path.endsWith("marker")))
          .singleElement()
          .satisfies(marker -> assertThat(marker).hasContent("before\nafter"));
    }
    assertThat(engine.observe("uid-commands").failure().orElseThrow())
        .contains("System packages are not installed: command 3 of image.commands (line 1)");
  }

  @Test
  void a_command_of_an_image_that_fails_fails_the_build(@TempDir Path changed) throws Exception {
    SampleBento bento =
        SampleBento.shared()
            .with(
                "bento.yaml",
                described ->
                    described.replace("  post_commands: []", "  post_commands:\n  - exit 7\n"),
                changed);

    RolloutException failed =
        catchThrowableOfType(
            RolloutException.class, () -> apply(Order.of("failing", 1).bento(bento)));

    assertThat(failed)
        .hasMessageContaining("image.post_commands ended with exit code 7")
        .hasMessageContaining("correct the requirements or the commands");
  }
}
