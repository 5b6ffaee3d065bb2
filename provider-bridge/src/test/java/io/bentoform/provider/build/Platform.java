package io.bentoform.provider.build;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.spi.ToolProvider;

/**
 * What a package runs on.
 *
 * @param name operating system and processor in the words of Go, as {@code linux_amd64}
 */
record Platform(String name) {

  static Platform here() {
    return of(System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  /**
   * The one that packaged modules of a JDK are for.
   *
   * @param jmods the folder of a JDK with {@code java.base.jmod}
   * @throws IllegalArgumentException when no package can be made of them by this JDK
   */
  static Platform of(Path jmods) {
    List<String> described = describe(jmods.resolve("java.base.jmod"));
    String wanted = Object.class.getModule().getDescriptor().toNameAndVersion();
    if (!described.getFirst().equals(wanted)) {
      throw new IllegalArgumentException(
          jmods
              + " has "
              + described.getFirst()
              + ", this build "
              + wanted
              + ": take that version");
    }
    String[] target =
        described.stream()
            .filter(line -> line.startsWith("platform "))
            .map(line -> line.substring("platform ".length()).split("-", 2))
            .findFirst()
            .orElseThrow();
    Platform platform = of(target[0], target[1]);
    if (platform.name.startsWith("windows")) {
      throw new IllegalArgumentException(
          jmods + " is for Windows, which does not start the provider: it is a shell script");
    }
    return platform;
  }

  private static Platform of(String system, String processor) {
    String os = system.toLowerCase(Locale.ROOT);
    return new Platform(
        (os.startsWith("mac") ? "darwin" : os.startsWith("win") ? "windows" : os)
            + (processor.equals("aarch64") ? "_arm64" : "_amd64"));
  }

  private static List<String> describe(Path module) {
    StringWriter printed = new StringWriter();
    PrintWriter out = new PrintWriter(printed);
    ToolProvider jmod = ToolProvider.findFirst("jmod").orElseThrow();
    if (jmod.run(out, out, "describe", module.toString()) != 0) {
      throw new IllegalArgumentException(
          module + " cannot be read: name the folder with the jmod files of a JDK");
    }
    return printed.toString().lines().toList();
  }
}
