package io.bentoform.api.engine.local.sandbox;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * The folders that a Python needs: those of its own installation, and of the one that a virtual
 * environment was made from, which may be anywhere (uv, pyenv).
 */
public final class PythonPaths {
  private static final int MOST_LINKS = 40;

  private final Set<Path> found = new LinkedHashSet<>();

  private PythonPaths() {}

  /**
   * All folders and files that a program {@code bin/python} needs beside the system's. It follows
   * links, so the program must not be one that what runs in a sandbox could have written.
   *
   * @throws IOException when a link leads nowhere, or round in circles
   */
  public static Set<Path> of(Path program) throws IOException {
    PythonPaths paths = new PythonPaths();
    paths.follow(program, MOST_LINKS);
    paths.found.removeIf(SystemFolders::contain);
    return paths.found;
  }

  private void follow(Path program, int links) throws IOException {
    if (links == 0) {
      throw new IOException("the Python " + program + " is a link round in circles");
    }
    addInstallation(program, links);
    if (Files.isSymbolicLink(program)) {
      follow(program.resolveSibling(Files.readSymbolicLink(program)).normalize(), links - 1);
    } else {
      addInstallation(program.toRealPath(), links);
    }
  }

  private void addInstallation(Path program, int links) throws IOException {
    Optional<Path> installation = Optional.ofNullable(program.getParent()).map(Path::getParent);
    if (installation.isEmpty() || !isInstallation(installation.get())) {
      found.add(program);
      return;
    }
    Path folder = installation.get();
    Path configuration = folder.resolve("pyvenv.cfg");
    if (found.add(folder) && Files.exists(configuration)) {
      Optional<Path> home = home(configuration);
      if (home.isPresent()) {
        follow(home.get().resolve("python3"), links - 1);
      }
    }
  }

  /** Not every folder with a {@code bin/python} is one: it may be a link in the home of a user. */
  private static boolean isInstallation(Path folder) throws IOException {
    if (Files.exists(folder.resolve("pyvenv.cfg"))) {
      return true;
    }
    Path libraries = folder.resolve("lib");
    if (!Files.isDirectory(libraries)) {
      return false;
    }
    try (DirectoryStream<Path> versions = Files.newDirectoryStream(libraries, "python3*")) {
      for (Path version : versions) {
        if (Files.exists(version.resolve("os.py"))) {
          return true;
        }
      }
    }
    return false;
  }

  private static Optional<Path> home(Path configuration) throws IOException {
    Properties values = new Properties();
    try (var reader = Files.newBufferedReader(configuration)) {
      values.load(reader);
    }
    return Optional.ofNullable(values.getProperty("home")).map(String::strip).map(Path::of);
  }
}
