package io.bentoform.provider.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes the package from the jars in {@code provider/lib}: a runtime with only the modules that are
 * needed, the launcher, a cache of loaded classes trained by a real session, and a filesystem
 * mirror. Files keep their times everywhere, as the cache is bound to them.
 */
public final class Assemble {

  /** The cache of loaded classes, in the package. */
  static final String CACHE = "lib/provider.aot";

  /** What each process of this build answers a host that asks for the schema, in the package. */
  private static final String SCHEMA = "lib/provider.schema";

  private static final String SCHEMA_OPTION = "-Dprovider.schema=";

  /** What keeps secrets in the process: no attach, no crash report, no core, no heap dump. */
  private static final List<String> CLOSED =
      List.of(
          "-XX:+DisableAttachMechanism",
          "-XX:+SuppressFatalErrorMessage",
          "-XX:-CreateCoredumpOnCrash",
          "-XX:-DumpReplayDataOnError",
          "-XX:-HeapDumpOnOutOfMemoryError");

  /** Chosen by measurement: see the benchmark. */
  private static final List<String> FAST =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData",
          "-Xlog:disable",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:-AOTRecordTraining",
          "-XX:-AOTReplayTraining");

  private static final List<String> OPTIONS =
      Stream.concat(FAST.stream(), CLOSED.stream()).toList();

  /** For a process that serves several hosts, and keeps nothing of one that is gone. */
  private static final List<String> WARM =
      List.of(
          "-XX:+ExitOnOutOfMemoryError",
          "-Xms24m",
          "-Xmn8m",
          "-XX:+ZeroTLAB",
          "-XX:MarkSweepAlwaysCompactCount=1",
          "-XX:-ShrinkHeapInSteps");

  private final Path provider;
  private final Path lib;
  private final List<String> jars;

  private Assemble(Path provider) throws IOException {
    this.provider = provider;
    this.lib = provider.resolve("lib");
    try (Stream<Path> files = Files.list(lib)) {
      this.jars =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".jar"))
              .sorted()
              .toList();
    }
  }

  /**
   * Arguments: the target folder of the module, the template of the launcher, the version, the time
   * of all files.
   */
  public static void main(String[] args) throws Exception {
    Path target = Path.of(args[0]).toAbsolutePath();
    Assemble assemble = new Assemble(target.resolve("provider"));
    assemble.runtime();
    assemble.launcher(Files.readString(Path.of(args[1])));
    assemble.schema();
    FileTimes.set(assemble.provider, Instant.parse(args[3])); // to which the cache is bound
    assemble.cache(target);
    FileTimes.set(assemble.provider, Instant.parse(args[3]));
    assemble.mirror(target.resolve("mirror"), args[2].replace("-SNAPSHOT", ""));
  }

  private void runtime() throws IOException {
    Path runtime = provider.resolve("runtime");
    FileTree.delete(runtime);
    JavaRuntime.make(runtime);
  }

  private void launcher(String template) throws IOException, GeneralSecurityException {
    String classPath = String.join(":", jars.stream().map(jar -> "$here/lib/" + jar).toList());
    String schema = SCHEMA_OPTION + "\"$here/" + SCHEMA + "\"";
    String text =
        template
            .replace("@OPTIONS@", String.join(" ", OPTIONS) + " " + schema)
            .replace("@WARM@", String.join(" ", WARM))
            .replace("@CLASSPATH@", classPath)
            .replace("@BUILD@", build());
    Path launcher = provider.resolve("terraform-provider-bentocloud");
    Files.writeString(launcher, text);
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Names this build: a warm process of another one is not used. */
  private String build() throws IOException, GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (String jar : jars) {
      digest.update(jar.getBytes(StandardCharsets.UTF_8));
      digest.update(Files.readAllBytes(lib.resolve(jar)));
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 8);
  }

  private List<String> java(String... more) {
    String classPath =
        String.join(":", jars.stream().map(jar -> lib.resolve(jar).toString()).toList());
    List<String> command =
        new java.util.ArrayList<>(List.of(provider.resolve("runtime/bin/java").toString()));
    command.addAll(List.of(more));
    command.addAll(OPTIONS);
    command.addAll(List.of("-cp", classPath, "io.bentoform.provider.Main"));
    return command;
  }

  private void schema() throws Exception {
    Files.write(provider.resolve(SCHEMA), Training.schema(java()).toByteArray());
  }

  private void cache(Path target) throws Exception {
    Path recording = target.resolve("provider.aotconf");
    Path cache = provider.resolve(CACHE);
    Files.deleteIfExists(recording);
    Files.deleteIfExists(cache);
    Training.run(
        java(
            "-XX:AOTMode=record",
            "-XX:AOTConfiguration=" + recording,
            SCHEMA_OPTION + provider.resolve(SCHEMA)));
    Process create =
        new ProcessBuilder(
                java(
                    "-XX:AOTMode=create",
                    "-XX:AOTConfiguration=" + recording,
                    "-XX:AOTCache=" + cache))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    int code = create.waitFor();
    if (code != 0 || !Files.exists(cache)) {
      throw new IOException("the cache of loaded classes was not made, code " + code);
    }
    Files.deleteIfExists(recording);
  }

  private void mirror(Path mirror, String version) throws IOException {
    FileTree.delete(mirror);
    String platform = Platform.here().name();
    Path to = mirror.resolve(folderInMirror("registry.terraform.io", version)).resolve(platform);
    FileTree.copy(provider, to, file -> true);
    // OpenTofu has a default host of its own. A link is read at this level, and at no other.
    Path other = mirror.resolve(folderInMirror("registry.opentofu.org", version));
    Files.createDirectories(other);
    Files.createSymbolicLink(other.resolve(platform), other.relativize(to));
  }

  /** Where a mirror has the packages of a version, under the host that a source address means. */
  private static Path folderInMirror(String host, String version) {
    return Path.of(host, "bentoform", "bentocloud", version);
  }
}
