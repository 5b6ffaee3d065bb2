package io.bentoform.api.engine.local.python;

import io.bentoform.api.engine.local.sandbox.Access;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the commands of a build see of this machine. {@code uv} may write into the package cache
 * that all builds share; the commands and scripts of users may not.
 *
 * @param server its environment
 * @param cache of packages
 */
record BuildAccess(Map<String, String> server, Path cache) {
  /** Under the home of the server's user: where package indexes are configured. */
  private static final List<String> CONFIGURATION =
      List.of(".netrc", ".config/pip", ".config/uv", ".pip");

  /** Variables with paths that are no configuration. */
  private static final Set<String> NO_CONFIGURATION =
      Set.of("HOME", "PATH", "TMPDIR", "PYENV_ROOT", "UV_CACHE_DIR");

  private static final Pattern BETWEEN = Pattern.compile("[\\s,]+");

  /** Makes the environment, or installs something into it. */
  Access installing(Recipe recipe, Path uv, Set<Path> python, Path environment, Path home)
      throws IOException {
    Access access =
        Access.in(recipe.workingFolder(), home)
            .reading(recipe.root(), uv)
            .reading(python)
            .reading(configured())
            .writing(environment, cache);
    String user = server.getOrDefault("HOME", "");
    for (String name : CONFIGURATION) {
      Path source = Path.of(user, name);
      if (!user.isEmpty() && Files.exists(source)) {
        access = access.readingAs(source, home.resolve(name));
      }
    }
    return access;
  }

  /**
   * Runs a command or script of a user.
   *
   * @param script its file
   */
  Access running(Recipe recipe, Path script, Set<Path> python, Path environment, Path home) {
    Access access =
        Access.in(recipe.commandFolder(), home)
            .reading(recipe.root(), script)
            .reading(python)
            .reading(configured())
            .writing(environment);
    // The folder of a project is its root, which stays as it was uploaded.
    return recipe.commandFolder().equals(recipe.root())
        ? access
        : access.writing(recipe.commandFolder());
  }

  /** Certificates, packages and the like that variables of the server name. */
  private List<Path> configured() {
    List<Path> paths = new ArrayList<>();
    BuildEnvironment.of(server, cache, List.of())
        .forEach(
            (name, value) -> {
              if (!NO_CONFIGURATION.contains(name)) {
                BETWEEN
                    .splitAsStream(value)
                    .forEach(word -> addFile(word.replaceFirst("^file://", ""), paths));
              }
            });
    return paths;
  }

  private static void addFile(String word, List<Path> paths) {
    if (word.startsWith("/") && word.length() > 1) {
      try {
        Path path = Path.of(word);
        if (Files.exists(path)) {
          paths.add(path);
        }
      } catch (InvalidPathException e) {
        // Then it is no path.
      }
    }
  }
}
