package io.bentoform.api.engine.local.sandbox;

import java.nio.file.Path;

/** The sandbox of tests, which are not skipped without it: it is what keeps tenants apart. */
public final class RequiredSandbox {
  private RequiredSandbox() {}

  /** Fails with the package to install. */
  public static Sandbox open() {
    try {
      return Sandbox.choose(
          Isolation.BUBBLEWRAP,
          System.getenv("PATH"),
          Path.of("target").toAbsolutePath(),
          Sandbox.isRoot());
    } catch (IllegalStateException e) {
      throw new AssertionError(e.getMessage(), e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
