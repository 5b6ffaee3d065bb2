package io.bentoform.provider.bentocloud;

import io.bentoform.provider.cty.Path;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.diag.DiagnosticException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;

/**
 * The address of a control API. Errors contain it, so it must not contain secrets; an address that
 * could is rejected without printing it.
 */
record Endpoint(URI uri) {

  private static final Path ATTRIBUTE = Path.of("endpoint");

  /**
   * Parses an address.
   *
   * @throws DiagnosticException when it is not an HTTP address or has credentials, a query or a
   *     fragment
   */
  static Endpoint parse(String text) {
    if (text.contains("@")) {
      throw refused(
          "Credentials in the endpoint",
          "The address of the control API contains an \"@\", so it may contain a user name or a"
              + " password, which would appear in errors and logs. Write it as \"https://host\" and"
              + " set the token with \"api_token\" or BENTO_CLOUD_API_KEY.");
    }
    if (text.contains("?") || text.contains("#")) {
      throw refused(
          "Invalid endpoint",
          "The address of the control API contains a query or a fragment (\"?\" or \"#\"). Write it"
              + " as \"https://host\" or \"http://host:port\".");
    }
    try {
      URI uri = new URI(text);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      if ((scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null) {
        return new Endpoint(uri);
      }
    } catch (URISyntaxException e) {
      // reported below
    }
    throw refused(
        "Invalid endpoint",
        "\""
            + text
            + "\" is not the address of a control API. Write it as \"https://host\" or"
            + " \"http://host:port\".");
  }

  /** Warnings about a valid address. */
  List<Diagnostic> warnings() {
    if (!uri.getScheme().equalsIgnoreCase("http") || isLoopback()) {
      return List.of();
    }
    return List.of(
        Diagnostic.warning(
            ATTRIBUTE,
            "The token and all secret values are sent unencrypted",
            "The control API at "
                + uri
                + " is on another machine and uses plain HTTP: anyone on the network path can read"
                + " the API token and all secret values. Use an \"https\" address."));
  }

  private boolean isLoopback() {
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || host.equals("[::1]")
        || host.matches("127(\\.\\d{1,3}){3}");
  }

  private static DiagnosticException refused(String summary, String detail) {
    return new DiagnosticException(Diagnostic.error(ATTRIBUTE, summary, detail));
  }
}
