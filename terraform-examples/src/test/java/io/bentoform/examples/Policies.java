package io.bentoform.examples;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/**
 * The policies of the examples, evaluated by Open Policy Agent.
 *
 * @param denied messages of the rule {@code deny}
 * @param warned messages of the rule {@code warn}
 */
record Policies(List<String> denied, List<String> warned) {
  private static final Path PACK = Layout.MODULE.resolve("policies");

  /** The exit code of its script on a machine that does not have it. */
  private static final int MISSING = 127;

  /** Runs Open Policy Agent in the folder of the pack; skips the test where it is not there. */
  static Command opa(String... arguments) {
    List<String> command = new ArrayList<>(List.of("./opa"));
    command.addAll(List.of(arguments));
    Command ended = Command.run(PACK, Map.of(), command);
    Assumptions.assumeTrue(ended.exitCode() != MISSING, ended::output);
    return ended;
  }

  /** What the pack says of a plan. */
  static Policies on(Plan plan) {
    return on(plan, "{}");
  }

  /**
   * As {@link #on(Plan)}, with settings.
   *
   * @param settings in JSON, as the pack takes them
   */
  static Policies on(Plan plan, String settings) {
    try {
      Path folder = Files.createTempDirectory("policies");
      Path input = Files.writeString(folder.resolve("plan.json"), plan.json().toString());
      Path data =
          Files.writeString(folder.resolve("settings.json"), "{\"settings\": " + settings + "}");
      try {
        return evaluated(data, input);
      } finally {
        Files.delete(input);
        Files.delete(data);
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Policies evaluated(Path settings, Path input) throws IOException {
    String printed =
        opa(
                "eval",
                "--data",
                ".",
                "--data",
                settings.toString(),
                "--input",
                input.toString(),
                "data.main")
            .orFail();
    JsonNode main = Server.JSON.readTree(printed).at("/result/0/expressions/0/value");
    return new Policies(texts(main.get("deny")), texts(main.get("warn")));
  }

  private static List<String> texts(JsonNode messages) {
    List<String> texts = new ArrayList<>();
    messages.forEach(message -> texts.add(message.asText()));
    return texts;
  }
}
