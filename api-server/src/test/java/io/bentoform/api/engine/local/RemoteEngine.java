package io.bentoform.api.engine.local;

import io.bentoform.api.engine.Observation;
import io.bentoform.api.engine.RolloutException;
import io.bentoform.api.engine.contract.Order;
import io.bentoform.api.engine.contract.Phases;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * An engine in a process of its own, as in a server, that can be killed. Its {@link #main} does
 * what the lines on its input ask for, and answers each by one line.
 */
final class RemoteEngine implements AutoCloseable {
  private static final Duration LONGEST_END = Duration.ofSeconds(60);

  private final Process process;
  private final Writer commands;
  private final BufferedReader answers;

  private RemoteEngine(Process process) {
    this.process = process;
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * What it runs.
   *
   * @param min how many replicas there are at rest
   * @param max how many there are with many requests, one for each
   */
  record Deployment(String name, int min, int max) {
    Revision of(int number) {
      return new Revision(this, number);
    }
  }

  /** Its values say its number. */
  record Revision(Deployment deployment, int number) {
    Order order() {
      return Order.of(deployment.name(), number)
          .scaling(deployment.min(), deployment.max(), 1)
          .file("demo/KEY", "content " + number)
          .variable("TOKEN", "value " + number);
    }
  }

  /** What runs of a deployment. */
  record Seen(int ready, int wanted) {}

  static RemoteEngine start(EngineTestFolder folder) throws IOException {
    return new RemoteEngine(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                RemoteEngine.class.getName(),
                folder.root().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** Sends a revision, and does not wait. */
  void begin(Revision revision) throws IOException {
    Deployment deployment = revision.deployment();
    say(
        "apply %s %d %d %d"
            .formatted(deployment.name(), revision.number(), deployment.min(), deployment.max()));
  }

  /** Returns when the revision is rolled out; fails with the message of the engine. */
  URI apply(Revision revision) throws IOException {
    begin(revision);
    return URI.create(answer("ready "));
  }

  void remove(String name) throws IOException {
    say("remove " + name);
    answer("removed");
  }

  Seen observe(String name) throws IOException {
    say("observe " + name);
    String[] numbers = answer("seen ").split(" ", -1);
    return new Seen(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
  }

  private void say(String command) throws IOException {
    commands.write(command + "\n");
    commands.flush();
  }

  private String answer(String word) throws IOException {
    String line = answers.readLine();
    if (line == null || !line.startsWith(word)) {
      throw new IOException("The engine did not answer \"" + word + "...\" but: " + line);
    }
    return line.substring(word.length());
  }

  /** kill -9 after some time, during whatever it does then. */
  void killAfter(Duration delay) throws InterruptedException {
    if (process.waitFor(delay)) {
      throw new AssertionError("The engine ended by itself with " + process.exitValue());
    }
    process.destroyForcibly();
    process.waitFor();
  }

  /** Ends it cleanly, if it runs. */
  @Override
  public void close() throws IOException {
    if (!process.isAlive()) {
      return;
    }
    commands.close();
    try {
      if (!process.waitFor(LONGEST_END)) {
        throw new IOException("The engine did not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
  }

  /** Arguments: root folder. Ends at the end of its input. */
  public static void main(String[] arguments) throws Exception {
    EngineTestFolder folder = new EngineTestFolder(Path.of(arguments[0]));
    try (BufferedReader commands =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        LocalEngine engine = folder.open()) {
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        System.out.println(answer(engine, line.split(" ", -1)));
      }
    }
  }

  private static String answer(LocalEngine engine, String[] words) throws InterruptedException {
    String uid = "uid-" + words[1];
    switch (words[0]) {
      case "apply" -> {
        return apply(engine, words);
      }
      case "remove" -> {
        engine.remove(uid);
        return "removed";
      }
      default -> {
        Observation seen = engine.observe(uid);
        return "seen %d %d".formatted(seen.ready(), seen.wanted());
      }
    }
  }

  private static String apply(LocalEngine engine, String[] words) throws InterruptedException {
    Revision revision =
        new Deployment(words[1], Integer.parseInt(words[3]), Integer.parseInt(words[4]))
            .of(Integer.parseInt(words[2]));
    try {
      return "ready " + engine.apply(revision.order().specification(), new Phases()).orElseThrow();
    } catch (RolloutException e) {
      return "failed " + String.valueOf(e.getMessage()).replace('\n', ' ');
    }
  }
}
