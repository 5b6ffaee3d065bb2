package io.bentoform.examples;

import java.nio.file.Path;

/** Where things lie in the checkout, and which tests run at once. Tests run in this module. */
final class Layout {
  static final Path MODULE = Path.of("").toAbsolutePath();
  static final Path TARGET = MODULE.resolve("target");
  static final Path SERVER = MODULE.resolveSibling("api-server").resolve("run");
  static final Path PROVIDER =
      MODULE.resolveSibling("provider-bridge").resolve("target").resolve("provider");

  /** The lock of test classes that run beside the others, one of them at a time. */
  static final String BESIDE_OTHERS = "beside others";

  /** Marks the tests whose deployments run on the engine that {@code -Dengine} names. */
  static final String ANY_ENGINE = "any-engine";

  private Layout() {}
}
