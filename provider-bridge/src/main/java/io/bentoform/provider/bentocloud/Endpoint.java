package io.bentoform.provider.bentocloud;

import io.bentoform.provider.cty.Path;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.diag.DiagnosticException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;

/**
 * The address of a control API. It is printed in every error about the API, so that nothing secret
 * may stand in it; an address that could hold a secret is refused without being printed.
 */
record Endpoint(URI uri) {

  private static final Path ATTRIBUTE = Path.of("endpoint");

  /**
   * Reads an address.
   *
   * @throws DiagnosticException when it is none, or has more parts than an address needs
   */
  static Endpoint parse(String text) {
    if (text.contains("@")) {
      throw refused(
          "Credentials in the endpoint",
          "The address of the control API holds a user name or a password (there is an \"@\" in"
              + " it), which errors and logs would show. Write it as \"https://host\" and give the"
              + " token as \"api_token\" or BENTO_CLOUD_API_KEY.");
    }
    if (text.contains("?") || text.contains("#")) {
      throw refused(
          "Not an endpoint",
          "The address of the control API has a query or a fragment (there is a \"?\" or a \"#\" in"
              + " it). Write it as \"https://host\" or \"http://host:port\".");
    }
    try {
      URI uri = new URI(text);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      if ((scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null) {
        return new Endpoint(uri);
      }
    } catch (URISyntaxException e) {
      // told below, as for an address of another kind
    }
    throw refused(
        "Not an endpoint",
        "\""
            + text
            + "\" is not the address of a control API. It looks like \"https://host\" or"
            + " \"http://host:port\".");
  }

  /** What should be known of an address that works. */
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
                + " is on another machine and is called over plain HTTP: everyone on the way can"
                + " read the API token and each secret value. Use an \"https\" address."));
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
