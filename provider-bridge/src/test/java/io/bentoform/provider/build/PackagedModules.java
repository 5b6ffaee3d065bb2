package io.bentoform.provider.build;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Modules of the JDK that runs the tests, packaged as if they were for another platform. Their
 * programs run here all the same.
 */
final class PackagedModules {

  private static final Path JDK = Path.of(System.getProperty("java.home"));
  private static final List<String> OTHERS =
      List.of("java.logging", "java.net.http", "jdk.unsupported");

  private PackagedModules() {}

  /** Writes all that the provider's runtime needs. */
  static Path all(Path folder, String platform) throws Exception {
    Path classes = extract(folder.resolve("classes"));
    Path jmods = Files.createDirectories(folder.resolve("jmods"));
    for (String module : OTHERS) {
      create(jmods.resolve(module + ".jmod"), classes.resolve(module), platform, List.of());
    }
    List<String> programs =
        List.of(
            "--libs",
            libraries(folder.resolve("lib")).toString(),
            "--cmds",
            Files.createDirectories(folder.resolve("bin")).toString(),
            "--config",
            JDK.resolve("conf").toString(),
            "--legal-notices",
            JDK.resolve("legal/java.base").toString(),
            // The module knows the checksums of the others.
            "--module-path",
            jmods.toString(),
            "--hash-modules",
            String.join("|", OTHERS));
    Files.copy(JDK.resolve("bin/java"), folder.resolve("bin/java"));
    create(jmods.resolve("java.base.jmod"), classes.resolve("java.base"), platform, programs);
    return jmods;
  }

  /** Writes the module that says what the JDK is for, and nothing else. */
  static Path base(Path folder, String platform, String... more) throws Exception {
    Path classes = extract(folder.resolve("classes"));
    Path jmods = Files.createDirectories(folder.resolve("jmods"));
    create(jmods.resolve("java.base.jmod"), classes.resolve("java.base"), platform, List.of(more));
    return jmods;
  }

  private static Path extract(Path classes) throws Exception {
    run(
        "jimage",
        List.of(
            "extract",
            "--dir",
            classes.toString(),
            "--include",
            "regex:/(java.base|" + String.join("|", OTHERS) + ")/.*",
            JDK.resolve("lib/modules").toString()));
    // Made by jlink, which would find them there already.
    try (Stream<Path> files = Files.walk(classes.resolve("java.base"))) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.startsWith("SystemModules$")
            || (name.startsWith("BoundMethodHandle$Species_") && !name.endsWith("_L.class"))) {
          Files.delete(file);
        }
      }
    }
    return classes;
  }

  private static Path libraries(Path folder) throws IOException {
    FileTree.copy(JDK.resolve("lib"), folder, PackagedModules::isOfBase);
    return folder;
  }

  /** Whether a file in the folder of libraries is one of java.base, or does no harm there. */
  private static boolean isOfBase(Path file) {
    return !List.of("modules", "src.zip", "ct.sym").contains(file.getFileName().toString())
        && !file.toString().endsWith(".jsa");
  }

  private static void create(Path jmod, Path classes, String platform, List<String> more)
      throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "create",
                "--class-path",
                classes.toString(),
                "--target-platform",
                platform,
                "--compress",
                "zip-0"));
    arguments.addAll(more);
    arguments.add(jmod.toString());
    run("jmod", arguments);
  }

  private static void run(String tool, List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(JDK.resolve("bin").resolve(tool).toString()));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(tool + " failed: " + printed);
    }
  }
}
