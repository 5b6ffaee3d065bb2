package io.bentoform.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;

/** An example in a folder of its own, and real Terraform to run it. */
final class Workspace implements AutoCloseable {
  /** What every configuration begins with. */
  static final String HEAD =
      """
      terraform {
        required_providers {
          bentocloud = {
            source = "bentoform/bentocloud"
          }
        }
      }

      """;

  /** The input variable of a value. */
  static final String VALUE =
      """
      variable "value" {
        type      = string
        ephemeral = true
        sensitive = true
      }

      """;

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private final List<String> printed = new ArrayList<>();

  private Workspace(Path folder) {
    this.folder = folder;
  }

  /** A copy of an example, as {@code scenarios/rotate-value}, that talks to a server. */
  static Workspace of(String example, Server server) {
    try {
      Workspace workspace = empty(server.environment());
      try (Stream<Path> files = Files.list(Layout.MODULE.resolve(example))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".tf")).toList()) {
          Files.copy(file, workspace.folder.resolve(file.getFileName()));
        }
      }
      return workspace;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The configuration of a scenario. */
  static String text(String example) {
    return read(example + "/main.tf");
  }

  /** The text of a file of this module. */
  static String read(String file) {
    try {
      return Files.readString(Layout.MODULE.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies a file of this module into the folder. */
  void copy(String file) {
    Path source = Layout.MODULE.resolve(file);
    try {
      Files.copy(source, folder.resolve(source.getFileName()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A folder with this configuration. */
  static Workspace containing(String configuration, Server server) {
    return containing(configuration, server.environment());
  }

  /** A folder with this configuration, for an API that the environment names. */
  static Workspace containing(String configuration, Map<String, String> environment) {
    try {
      return empty(environment).configure(configuration);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Workspace empty(Map<String, String> environment) throws IOException {
    Workspace workspace = new Workspace(Files.createTempDirectory("workspace"));
    Path cliConfig = workspace.folder.resolve("terraform.rc");
    Files.writeString(
        cliConfig,
        """
        provider_installation {
          dev_overrides {
            "bentoform/bentocloud" = "%s"
          }
          direct {}
        }
        """
            .formatted(Layout.PROVIDER));
    workspace.environment.put("TF_CLI_CONFIG_FILE", cliConfig.toString());
    workspace.environment.put("TF_IN_AUTOMATION", "1");
    workspace.environment.put("TF_INPUT", "0");
    workspace.environment.put("CHECKPOINT_DISABLE", "1");
    // A warm process serves the hosts of one folder.
    workspace.environment.put("XDG_RUNTIME_DIR", workspace.folder.toString());
    workspace.environment.putAll(environment);
    return workspace;
  }

  Path folder() {
    return folder;
  }

  /** The warm processes of this folder's hosts; none unless the tests are to run with them. */
  List<ProcessHandle> warmProcesses() {
    Path base = folder.resolve("bentocloud");
    if (!Files.isDirectory(base)) {
      return List.of();
    }
    try (Stream<Path> packages = Files.list(base)) {
      List<ProcessHandle> processes = new ArrayList<>();
      for (Path each : packages.map(path -> path.resolve("state")).filter(Files::exists).toList()) {
        long pid = Long.parseLong(Files.readString(each).split(" ", 2)[0]);
        ProcessHandle.of(pid).ifPresent(processes::add);
      }
      return processes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sets an input variable, in the environment: nothing of it comes to disk. */
  Workspace with(String variable, String value) {
    environment.put("TF_VAR_" + variable, value);
    return this;
  }

  Workspace environment(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Replaces the configuration. */
  Workspace configure(String configuration) {
    return write("main.tf", configuration);
  }

  /** Writes a file into the folder. */
  Workspace write(String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Map<String, String> environment() {
    return environment;
  }

  Command terraform(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add("terraform");
    command.addAll(List.of(arguments));
    Command finished = Command.run(folder, environment, command);
    printed.add(finished.output());
    return finished;
  }

  /** Everything that Terraform printed. */
  List<String> printed() {
    return List.copyOf(printed);
  }

  /** Starts Terraform as the leader of a process group of its own, as a shell does. */
  Process begin(Path output, String... arguments) {
    List<String> command = new ArrayList<>(List.of("setsid", "terraform"));
    command.addAll(List.of(arguments));
    try {
      return Command.start(folder, environment, command, output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Plans, and keeps the plan for {@link #applyPlan}. */
  Plan plan(String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("plan", "-no-color", "-detailed-exitcode", "-out=tfplan"));
    arguments.addAll(List.of(options));
    Command plan = terraform(arguments.toArray(String[]::new));
    if (plan.exitCode() != 0 && plan.exitCode() != 2) {
      throw new AssertionError("terraform plan failed: " + plan.output());
    }
    return new Plan(
        plan.exitCode() == 0, plan.output(), json(terraform("show", "-json", "tfplan").orFail()));
  }

  /** Applies what {@link #plan} showed. */
  String applyPlan() {
    return terraform("apply", "-no-color", "tfplan").orFail();
  }

  String apply() {
    return terraform("apply", "-no-color", "-auto-approve").orFail();
  }

  String destroy() {
    return terraform("destroy", "-no-color", "-auto-approve").orFail();
  }

  /** The attributes of a resource in the state. */
  JsonNode state(String address) {
    JsonNode state = json(terraform("show", "-json").orFail());
    for (JsonNode resource : state.at("/values/root_module/resources")) {
      if (resource.get("address").asText().equals(address)) {
        return resource.get("values");
      }
    }
    throw new AssertionError("The state has no resource " + address);
  }

  /** What the running process has in an environment variable, as a fingerprint. */
  String runningEnvironment(String name) {
    return ask("env", "{\"name\": \"" + name + "\"}");
  }

  /** What the running process has in a file under its home, as a fingerprint. */
  String runningFile(String path) {
    return ask("file", "{\"path\": \"" + path + "\"}");
  }

  private String ask(String endpoint, String body) {
    String url = terraform("output", "-raw", "endpoint_url").orFail();
    try {
      return HTTP.send(
              HttpRequest.newBuilder(URI.create(url + "/" + endpoint))
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The fingerprint that the bento shows of a value. */
  static String fingerprint(String value) {
    return DigestUtils.sha256Hex(value).substring(0, 12);
  }

  private static JsonNode json(String text) {
    try {
      return Server.JSON.readTree(text.substring(text.indexOf('{')));
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }

  /** Destroys what is left and removes the folder. */
  @Override
  public void close() {
    terraform("destroy", "-no-color", "-auto-approve");
    discard();
  }

  /** Removes the folder and leaves what there is. */
  void discard() {
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
