package io.bentoform.examples;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The real {@code bentoml} command line, which is there once a bento was pushed. */
final class CommandLine {
  private CommandLine() {}

  /** Runs it at a server, and answers what it printed. */
  static String bentoml(Server server, String... words) {
    Map<String, String> environment = new HashMap<>(server.environment());
    environment.put("BENTOML_HOME", Layout.TARGET.resolve("bentoml").toString());
    environment.put("BENTOML_DO_NOT_TRACK", "True");
    List<String> command = new ArrayList<>();
    command.add(Layout.TARGET.resolve("venv/bin/bentoml").toString());
    command.addAll(List.of(words));
    return Command.run(Layout.TARGET, environment, command).orFail();
  }
}
