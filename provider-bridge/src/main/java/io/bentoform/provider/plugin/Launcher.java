package io.bentoform.provider.plugin;

import io.bentoform.provider.log.Log;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The process that a host has started, as {@code /proc} shows it: what the host gave it is what a
 * provider's process would have been given.
 */
record Launcher(long pid) {

  /** What says in {@code /proc/PID/status} what a process may do. */
  private static final List<String> RIGHTS =
      List.of("Uid:", "Gid:", "Groups:", "CapEff:", "CapBnd:", "NoNewPrivs:", "Seccomp:");

  private static final List<String> PLACES =
      List.of("root", "ns/mnt", "ns/net", "ns/pid", "ns/user");

  private static final int CHUNK = 64 << 10;

  private static Path file(String pid, String name) {
    return Path.of("/proc", pid, name);
  }

  private Path file(String name) {
    return file(Long.toString(pid), name);
  }

  /**
   * Whether the launcher has this process's user, groups and rights, and sees the same files,
   * processes and network: one that is confined does not reach through this process what it could
   * not reach itself.
   */
  boolean isOfThisContext() throws IOException {
    return context(Long.toString(pid)).equals(context("self"));
  }

  private static List<String> context(String pid) throws IOException {
    List<String> context = new ArrayList<>();
    for (String line : Files.readAllLines(file(pid, "status"))) {
      if (RIGHTS.stream().anyMatch(line::startsWith)) {
        context.add(line);
      }
    }
    for (String place : PLACES) {
      context.add(Files.readSymbolicLink(file(pid, place)).toString());
    }
    return context;
  }

  /** A session with the environment and the working directory that the host gave. */
  Session session(Log log) throws IOException {
    return new Session(environment(), Files.readSymbolicLink(file("cwd")), log);
  }

  /** The host's environment, which the launcher's shell does not change here. */
  Map<String, String> environment() throws IOException {
    Map<String, String> environment = new HashMap<>();
    for (String variable : read("environ").split("\0", -1)) {
      int equals = variable.indexOf('=', 1);
      if (equals > 0) {
        environment.putIfAbsent(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    return environment;
  }

  /** Reads a file with no copy in memory that nobody clears. */
  private String read(String name) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
    java.io.ByteArrayOutputStream whole = new java.io.ByteArrayOutputStream();
    try (FileChannel channel = FileChannel.open(file(name))) {
      while (channel.read(chunk) > 0) {
        byte[] bytes = new byte[chunk.flip().remaining()];
        chunk.get(bytes).clear();
        whole.writeBytes(bytes);
      }
    } finally {
      chunk.clear().put(new byte[CHUNK]);
    }
    return whole.toString(Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")));
  }

  /** A log into what the host gave the launcher as standard error; into nothing if that fails. */
  HostLog log() throws IOException {
    PrintStream err = new PrintStream(standardError(), false, StandardCharsets.UTF_8);
    return new HostLog(Log.from(err, environment()), err);
  }

  private OutputStream standardError() {
    try {
      return new FileOutputStream(file("fd/2").toFile(), true);
    } catch (IOException e) {
      return OutputStream.nullOutputStream();
    }
  }
}
