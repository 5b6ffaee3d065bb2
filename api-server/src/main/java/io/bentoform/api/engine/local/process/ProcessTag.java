package io.bentoform.api.engine.local.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * An environment variable by which all processes of one replica, or of one engine, are found again:
 * workers run in sessions of their own and lose their parent when it dies, but they inherit this.
 */
public record ProcessTag(String variable, String value) {
  private static final Path PROC = Path.of("/proc");
  private static final String ENGINE = "BENTOFORM_ENGINE";
  private static final String REPLICA = "BENTOFORM_REPLICA";

  /** The names of all tags. */
  public static final Set<String> VARIABLES = Set.of(ENGINE, REPLICA);

  public static ProcessTag engine(String id) {
    return new ProcessTag(ENGINE, id);
  }

  public static ProcessTag replica(String id) {
    return new ProcessTag(REPLICA, id);
  }

  public void putInto(Map<String, String> environment) {
    environment.put(variable, value);
  }

  /** All live processes of this user that carry the tag, without this one. */
  public Set<ProcessIdentity> bearers() {
    Set<ProcessIdentity> bearers = new LinkedHashSet<>();
    if (!Files.isDirectory(PROC)) {
      return bearers;
    }
    long self = ProcessHandle.current().pid();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path folder : folders) {
        long pid = Long.parseLong(folder.getFileName().toString());
        if (pid != self && isOn(pid)) {
          ProcessIdentity.of(pid).ifPresent(bearers::add);
        }
      }
    } catch (IOException e) {
      return bearers;
    }
    return bearers;
  }

  public boolean isOn(long pid) {
    try {
      byte[] block = Files.readAllBytes(PROC.resolve(Long.toString(pid)).resolve("environ"));
      String variables = "\0" + new String(block, StandardCharsets.ISO_8859_1) + "\0";
      return variables.contains("\0" + variable + "=" + value + "\0");
    } catch (IOException e) {
      return false;
    }
  }
}
