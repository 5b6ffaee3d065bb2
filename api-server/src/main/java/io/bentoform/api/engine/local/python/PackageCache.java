package io.bentoform.api.engine.local.python;

import io.bentoform.api.files.FileTrees;
import io.bentoform.api.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Downloaded packages, which {@code uv} keeps and which only {@code uv} removes, by their names.
 * When a package was last used is the time of a file of its name beside the cache, so that several
 * servers that share the cache know it.
 */
final class PackageCache {
  private static final System.Logger LOG = System.getLogger(PackageCache.class.getName());
  private static final String METADATA = ".dist-info";

  private final Path folder;
  private final Path uses;
  private final ReadWriteLock turn = new ReentrantReadWriteLock(true);

  /** In a folder that it shares with other things that are downloaded. */
  PackageCache(Path cache) {
    this.folder = cache.resolve("uv");
    this.uses = cache.resolve("uv-last-use");
  }

  /** What reads or writes it while nothing is removed from it. */
  interface Use {
    void run() throws BuildFailure, IOException, InterruptedException;
  }

  /** What removes packages by their names. */
  interface Cleaner {
    void remove(List<String> packages) throws IOException, InterruptedException;
  }

  Path folder() {
    return folder;
  }

  /** Lets a build use it; such builds run beside each other. */
  void use(Use build) throws BuildFailure, IOException, InterruptedException {
    turn.readLock().lockInterruptibly();
    try {
      build.run();
    } finally {
      turn.readLock().unlock();
    }
  }

  /** The packages that an environment was built from count as used now. */
  void used(Path environment) throws IOException {
    for (Path python : FileTrees.children(environment.resolve("lib"))) {
      for (Path entry : FileTrees.children(python.resolve("site-packages"))) {
        String name = entry.getFileName().toString();
        if (name.endsWith(METADATA)) {
          touch(normalized(name.replaceFirst("-.*", "")));
        }
      }
    }
  }

  /** As the Python packaging specification compares names. */
  private static String normalized(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-");
  }

  /** Other builds, and other servers, may do the same at the same time. */
  private void touch(String name) throws IOException {
    Path use = PrivateFiles.createFolder(uses).resolve(name);
    try {
      Files.write(use, new byte[0]);
      Files.setLastModifiedTime(use, FileTime.from(Instant.now()));
    } catch (NoSuchFileException e) {
      LOG.log(System.Logger.Level.DEBUG, "Another server has just removed package {0}", name);
    }
  }

  /**
   * Removes packages that were last used before a time. A package whose use is not known, as of a
   * build that failed, counts as used when this sees it first. While a build runs nothing happens.
   */
  void removeUnused(Instant before, Cleaner cleaner) throws IOException, InterruptedException {
    if (!turn.writeLock().tryLock()) {
      return;
    }
    try {
      List<String> old = new ArrayList<>();
      for (String name : cached()) {
        if (lastUse(name).isBefore(before)) {
          old.add(name);
        }
      }
      if (!old.isEmpty()) {
        cleaner.remove(old);
      }
      for (String name : old) {
        Files.deleteIfExists(uses.resolve(name));
      }
    } finally {
      turn.writeLock().unlock();
    }
  }

  private Instant lastUse(String name) throws IOException {
    try {
      return Files.getLastModifiedTime(uses.resolve(name)).toInstant();
    } catch (NoSuchFileException e) {
      touch(name);
      return Instant.now();
    }
  }

  /** Names of packages that were used, or that {@code uv} has folders for. */
  private Set<String> cached() throws IOException {
    PrivateFiles.createFolder(uses);
    Set<String> names = new TreeSet<>();
    addNames(uses, names);
    for (Path bucket : FileTrees.children(folder)) {
      if (bucket.getFileName().toString().matches("(wheels|sdists)-v\\d+")) {
        addNames(bucket.resolve("pypi"), names);
        for (Path index : FileTrees.children(bucket.resolve("index"))) {
          addNames(index, names);
        }
      }
    }
    return names;
  }

  private static void addNames(Path parent, Set<String> names) throws IOException {
    FileTrees.children(parent).stream()
        .map(entry -> entry.getFileName().toString())
        // What else may lie there is no name of a package, least of all an option.
        .filter(name -> name.matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?"))
        .forEach(names::add);
  }
}
