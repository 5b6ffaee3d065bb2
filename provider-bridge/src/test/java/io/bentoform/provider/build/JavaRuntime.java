package io.bentoform.provider.build;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/** A runtime with only the modules that the provider needs. */
final class JavaRuntime {

  private static final String MODULES = "java.base,java.logging,java.net.http,jdk.unsupported";

  private JavaRuntime() {}

  /** Makes one of the JDK that runs the build. */
  static void make(Path runtime) throws IOException {
    link(runtime, List.of());
    notice(Path.of(System.getProperty("java.home")), runtime);
  }

  /**
   * Makes one of the packaged modules of another JDK.
   *
   * @param jmods the folder of its jmod files
   */
  static void make(Path runtime, Path jmods) throws IOException {
    link(runtime, List.of("--module-path", jmods.toString()));
    notice(jmods.resolve(".."), runtime);
  }

  private static void link(Path runtime, List<String> from) throws IOException {
    List<String> arguments = new ArrayList<>(from);
    arguments.addAll(
        List.of(
            "--add-modules",
            MODULES,
            "--strip-java-debug-attributes",
            "--no-header-files",
            "--no-man-pages",
            "--output",
            runtime.toString()));
    ToolProvider jlink = ToolProvider.findFirst("jlink").orElseThrow();
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = jlink.run(err, err, arguments.toArray(String[]::new));
    if (code != 0) {
      throw new IOException("jlink failed with " + code);
    }
  }

  /** What the vendor wants to be passed on, beside the licences that jlink copies. */
  private static void notice(Path jdk, Path runtime) throws IOException {
    Path notice = jdk.resolve("NOTICE");
    if (Files.exists(notice)) {
      Files.copy(notice, runtime.resolve("legal").resolve("NOTICE"));
    }
  }
}
