package io.bentoform.provider.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Real Terraform in a folder of its own, with the provider that the build made. */
final class Terraform {

  static final String HEAD =
      """
      terraform {
        required_providers {
          bentocloud = { source = "bentoform/bentocloud" }
        }
      }
      """;

  private final Path folder;
  private final String head;
  private final Map<String, String> environment = new HashMap<>();

  private Terraform(Path folder, String head) {
    this.folder = folder;
    this.head = head;
    environment.put("TF_CLI_CONFIG_FILE", folder.resolve("cli.tfrc").toString());
    environment.put("TF_IN_AUTOMATION", "1");
    environment.put("CHECKPOINT_DISABLE", "1");
    environment.put("BENTOCLOUD_WARM", "0"); // no process outlives its test
    environment.put("BENTOML_HOME", folder.resolve("home").toString());
  }

  static Path target() {
    return Path.of(System.getProperty("provider.target", "target")).toAbsolutePath();
  }

  /** With the provider's folder named in dev_overrides: no init is needed. */
  static Terraform overridden(Path folder) {
    return overridden(folder, HEAD, "bentoform/bentocloud", target().resolve("provider"));
  }

  /**
   * As {@link #overridden(Path)}, with another provider.
   *
   * @param head the requirement, before each configuration
   * @param source of the provider
   * @param provider the folder with its program
   */
  static Terraform overridden(Path folder, String head, String source, Path provider) {
    Terraform terraform = new Terraform(folder, head);
    terraform.write(
        "cli.tfrc",
        """
        provider_installation {
          dev_overrides { "%s" = "%s" }
          direct {}
        }
        """
            .formatted(source, provider));
    return terraform;
  }

  /** With the mirror of an unpacked package that the build made. */
  static Terraform mirrored(Path folder) {
    return mirrored(folder, target().resolve("mirror"));
  }

  /** With the mirror of zips that the build made, as a user without a registry installs. */
  static Terraform packed(Path folder) {
    return mirrored(folder, target().resolve("release/mirror"));
  }

  private static Terraform mirrored(Path folder, Path mirror) {
    Terraform terraform = new Terraform(folder, HEAD);
    terraform.write(
        "cli.tfrc",
        """
        provider_installation {
          filesystem_mirror { path = "%s" }
        }
        """
            .formatted(mirror));
    return terraform;
  }

  /** With no provider but the one that is attached. */
  static Terraform bare(Path folder) {
    Terraform terraform = new Terraform(folder, HEAD);
    terraform.write("cli.tfrc", "");
    return terraform;
  }

  Terraform with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Terraform main(String body) {
    write("main.tf", head + body);
    return this;
  }

  void write(String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a command printed on both streams, and how it ended. */
  record Result(int code, String text) {}

  Result run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("terraform"));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(folder, "out", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(out.toFile());
    Map<String, String> inherited = builder.environment();
    inherited.keySet().removeIf(name -> name.startsWith("TF_") || name.startsWith("BENTO"));
    inherited.putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("terraform did not end: " + Files.readString(out));
    }
    return new Result(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8));
  }
}
