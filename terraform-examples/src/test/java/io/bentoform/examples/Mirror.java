package io.bentoform.examples;

/** The mirror of the build, from which {@code terraform init} installs the provider. */
final class Mirror {
  private Mirror() {}

  /** The text of a CLI configuration that installs from it alone. */
  static String cliConfig() {
    return "provider_installation { filesystem_mirror { path = \"%s\" } }"
        .formatted(Layout.PROVIDER.resolveSibling("mirror"));
  }
}
