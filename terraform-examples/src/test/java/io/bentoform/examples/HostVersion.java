package io.bentoform.examples;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/**
 * What runs the provider: the program {@code terraform} on the PATH.
 *
 * @param product {@code Terraform} or {@code OpenTofu}
 */
record HostVersion(String product, int major, int minor) {
  private static final Pattern PRINTED =
      Pattern.compile("^(Terraform|OpenTofu) v(\\d+)\\.(\\d+)", Pattern.MULTILINE);

  static HostVersion current() {
    String printed = Command.run(Layout.MODULE, Map.of(), List.of("terraform", "version")).orFail();
    Matcher version = PRINTED.matcher(printed);
    if (!version.find()) {
      throw new AssertionError("terraform version printed: " + printed);
    }
    return new HostVersion(
        version.group(1), Integer.parseInt(version.group(2)), Integer.parseInt(version.group(3)));
  }

  boolean isOpenTofu() {
    return product.equals("OpenTofu");
  }

  /** Skips the test where neither actions nor list resources are known. */
  static void assumeActionsAndLists() {
    HostVersion host = current();
    Assumptions.assumeTrue(
        !host.isOpenTofu() && (host.major() > 1 || host.minor() >= 14),
        "Actions and list resources need Terraform 1.14 or later; this is " + host);
  }
}
