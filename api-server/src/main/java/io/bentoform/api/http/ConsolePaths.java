package io.bentoform.api.http;

import java.util.List;

/** The addresses of the web console, which are open to all: its pages show what the API gives. */
public final class ConsolePaths {
  /** Below this are the files that pages load. */
  public static final String FILES = "/console";

  /** The pages; {@code app.js} of the console says which page an address is. */
  public static final List<String> PAGES =
      List.of(
          "/",
          "/sign-in",
          // The command line prints these two (contract A2).
          "/api_tokens",
          "/api-token",
          // The forms of new objects are not below their kind, where any name may be taken.
          "/new/*",
          "/secrets/*",
          "/deployments/*",
          "/codespaces/*",
          "/bentos/*",
          "/models/*",
          "/tokens/*",
          "/clusters/*",
          "/activities/*",
          "/terraform");

  private ConsolePaths() {}
}
