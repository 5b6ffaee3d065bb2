package io.bentoform.api.console;

import io.bentoform.api.TestServer;

/** The servers that all tests of pages share, and no other test: those run beside them. */
final class PageServers {
  private PageServers() {}

  private static final class Idle {
    static final TestServer INSTANCE = TestServer.untilTheEnd("none");
  }

  private static final class Running {
    static final TestServer INSTANCE = TestServer.untilTheEnd("local");
  }

  /** Its deployments run nothing. */
  static TestServer idle() {
    return Idle.INSTANCE;
  }

  /** As {@link #idle()}, with deployments that run. */
  static TestServer running() {
    return Running.INSTANCE;
  }
}
