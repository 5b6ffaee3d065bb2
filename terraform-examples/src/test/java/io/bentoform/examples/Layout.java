package io.bentoform.examples;

import java.nio.file.Path;

/** Where things lie in the checkout. Tests run in the folder of this module. */
final class Layout {
  static final Path MODULE = Path.of("").toAbsolutePath();
  static final Path TARGET = MODULE.resolve("target");
  static final Path SERVER = MODULE.resolveSibling("api-server").resolve("run");
  static final Path PROVIDER =
      MODULE.resolveSibling("provider-bridge").resolve("target").resolve("provider");

  private Layout() {}
}
