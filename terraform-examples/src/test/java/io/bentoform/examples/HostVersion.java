package io.bentoform.examples;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

  static boolean hasActionsAndLists() {
    HostVersion host = current();
    return !host.isOpenTofu() && (host.major() > 1 || host.minor() >= 14);
  }
}
