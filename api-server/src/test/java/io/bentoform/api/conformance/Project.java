package io.bentoform.api.conformance;

import io.bentoform.api.files.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** A bento as a user has it: sources in a folder. */
final class Project {
  static final String NAME = "sample";
  static final String SERVICE = "Sample";
  private static final Map<Pass, String> PUSHED = new EnumMap<>(Pass.class);

  private Project() {}

  /** Writes the sources into a folder, ready for {@code bentoml build}. */
  static Path writeTo(Path folder) {
    try {
      Files.createDirectories(folder);
      for (String file : List.of("service.py", "bentofile.yaml")) {
        try (InputStream in = Project.class.getResourceAsStream("/engine/sample/" + file)) {
          Files.write(folder.resolve(file), Objects.requireNonNull(in).readAllBytes());
        }
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@link #writeTo}, with requirements that no other bento has, so that they are installed. */
  static Path withRequirements(Path folder) {
    try {
      writeTo(folder);
      Files.writeString(
          folder.resolve("bentofile.yaml"),
          "  requirements_txt: requirements.txt\n",
          StandardOpenOption.APPEND);
      Files.writeString(folder.resolve("requirements.txt"), "# " + UUID.randomUUID() + "\n");
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The tag of a bento that was built and pushed by the command line, once in each pass. */
  static synchronized String pushed(Cloud cloud, Pass pass) {
    return PUSHED.computeIfAbsent(pass, each -> push(cloud, each));
  }

  private static String push(Cloud cloud, Pass pass) {
    try {
      Path folder = Files.createTempDirectory("bentoform-project");
      try {
        CommandLine bentoml = new CommandLine(cloud, pass, folder.resolve("home"));
        String version = "v" + UUID.randomUUID().toString().substring(0, 8);
        Path sources = writeTo(folder.resolve("sources"));
        bentoml.in(sources, "build", "--version", version).succeeded();
        bentoml.in(sources, "push", NAME + ":" + version).succeeded();
        return NAME + ":" + version;
      } finally {
        PrivateFiles.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
