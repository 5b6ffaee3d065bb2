package io.bentoform.api.engine.local;

import io.bentoform.api.engine.EventSink;
import io.bentoform.api.engine.local.process.ProcessIdentity;
import io.bentoform.api.engine.local.process.ProcessTag;
import io.bentoform.api.engine.local.sandbox.RequiredSandbox;
import io.bentoform.api.files.FileTrees;
import io.bentoform.api.files.PrivateFiles;
import io.bentoform.api.files.Trash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A root folder for engines below {@code target}, on one file system with the package cache that
 * all engine tests share.
 */
record EngineTestFolder(Path root) implements AutoCloseable {
  /** The shell and both processes of the sandbox, and in it the server and its worker. */
  static final int PROCESSES_OF_A_REPLICA = 5;

  private static final Path CACHE = Path.of("target", "engine-cache");

  static EngineTestFolder create() {
    try {
      return new EngineTestFolder(
          Files.createTempDirectory(Files.createDirectories(Path.of("target")), "engine-"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  LocalSettings.Builder settings() {
    return LocalSettings.in(root).cache(CACHE).sandbox(RequiredSandbox.open());
  }

  /** An engine of this folder; its protected endpoints open for nobody. */
  LocalEngine open() {
    return open(settings().build());
  }

  LocalEngine open(LocalSettings settings) {
    return open(settings, EventSink.none());
  }

  LocalEngine open(LocalSettings settings, EventSink events) {
    return new LocalEngine(
        settings,
        token -> false,
        new Trash(root.resolve("trash"), Duration.ofDays(7), Clock.systemUTC()),
        events);
  }

  /** All processes that engines of this folder started and that still run. */
  Set<ProcessIdentity> processes() throws IOException {
    return ProcessTag.engine(engineId()).bearers();
  }

  /** Where this folder's engines keep the private homes of replicas. */
  Path homes() throws IOException {
    return ReplicaHomes.folder(root, engineId());
  }

  /** Where this folder's engines keep the temporary files and the sockets of replicas. */
  Path temporary() throws IOException {
    return ReplicaHomes.temporaryFolder(engineId());
  }

  /** Where an engine remembers the replicas of a deployment. */
  Path replicaRecords(String uid) {
    return root.resolve("deployments").resolve(uid).resolve("replicas");
  }

  private String engineId() throws IOException {
    return Files.readString(root.resolve("engine-id"));
  }

  /** Names of the finished Python environments. */
  Set<String> environments() throws IOException {
    return FileTrees.children(root.resolve("environments")).stream()
        .filter(Files::isDirectory)
        .map(folder -> folder.getFileName().toString())
        .collect(Collectors.toSet());
  }

  @Override
  public void close() throws IOException {
    PrivateFiles.delete(root);
  }
}
