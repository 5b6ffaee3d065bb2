package io.bentoform.api.engine.local.python;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a Python environment is made from. */
public interface Recipe {

  /** The Python it is for, where that is said. */
  Optional<String> pythonVersion();

  /** What to add where the requirements do not bring {@code bentoml}. */
  Optional<String> bentomlVersion();

  /** All that it is made from. */
  Path root();

  /** Names in the requirements are relative to this folder. */
  Path workingFolder();

  /** The list of requirements; there may be none. */
  Path requirements();

  /** A command to run before the requirements are installed; empty for none. */
  default List<String> before() {
    return List.of();
  }

  /** A command to run after they are installed; empty for none. */
  default List<String> after() {
    return List.of();
  }

  /** Equal for recipes that can share an environment; short enough for a shebang line. */
  String key(String pythonIdentity) throws IOException;

  /** Whether it belongs to one deployment alone. */
  boolean isPrivate();

  /** The folder in which the commands before and after run. */
  default Path commandFolder() {
    return workingFolder();
  }

  /** What could not be had, for users. */
  Optional<String> notes();
}
