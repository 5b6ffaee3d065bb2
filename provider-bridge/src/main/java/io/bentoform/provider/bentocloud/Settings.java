package io.bentoform.provider.bentocloud;

import io.bentoform.provider.client.Token;
import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.diag.DiagnosticException;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Endpoint and token, from the first source that has them: the provider block, the environment
 * variables of the bentoml command line, the context stored by {@code bentoml cloud login}.
 */
record Settings(Endpoint endpoint, Token token) {

  static final String ENDPOINT_VARIABLE = "BENTO_CLOUD_API_ENDPOINT";
  static final String TOKEN_VARIABLE = "BENTO_CLOUD_API_KEY";
  static final String CONTEXT_VARIABLE = "BENTOML_CLOUD_CONTEXT";

  /** As in the bentoml command line, the default endpoint is the public service. */
  private static final String PUBLIC_ENDPOINT = "https://cloud.bentoml.com";

  /**
   * Resolves endpoint and token; a context named in the provider block takes precedence over the
   * environment.
   */
  static Settings resolve(Value.Fields config, Map<String, String> environment) {
    boolean contextNamed = config.get("context").isPresent();
    String endpoint = pick(config, "endpoint", contextNamed ? "" : ENDPOINT_VARIABLE, environment);
    String token = pick(config, "api_token", contextNamed ? "" : TOKEN_VARIABLE, environment);
    if (endpoint != null) {
      Endpoint.parse(endpoint); // validate before it is printed
    }
    if (token == null || (endpoint == null && contextNamed)) {
      ContextFile.Entry context = context(config, environment);
      if (context == null) {
        throw missing(Path.of("api_token"), "API token", TOKEN_VARIABLE, environment);
      }
      // A stored token is only sent to the endpoint it was stored for.
      if (endpoint != null && token == null && !same(endpoint, context.endpoint())) {
        throw missing(
            Path.of("api_token"), "API token for " + endpoint, TOKEN_VARIABLE, environment);
      }
      endpoint = endpoint == null ? context.endpoint() : endpoint;
      token = token == null ? context.apiToken() : token;
    }
    return new Settings(
        Endpoint.parse(endpoint == null ? PUBLIC_ENDPOINT : endpoint), token(token));
  }

  private static @Nullable String pick(
      Value.Fields config, String attribute, String variable, Map<String, String> environment) {
    // Values read from a file often end in a line break.
    String configured = config.get(attribute).asText("").strip();
    String text = configured.isEmpty() ? environment.getOrDefault(variable, "") : configured;
    return text.isBlank() ? null : text.strip();
  }

  private static ContextFile.@Nullable Entry context(
      Value.Fields config, Map<String, String> environment) {
    String wanted = config.get("context").asText(environment.getOrDefault(CONTEXT_VARIABLE, ""));
    ContextFile file = contexts(environment);
    String name = wanted.isEmpty() ? file.currentName() : wanted;
    ContextFile.Entry entry = file.find(name).orElse(null);
    if (entry == null && !wanted.isEmpty()) {
      throw new DiagnosticException(
          Diagnostic.error(
              Path.of("context"),
              "Context not found",
              "The context \""
                  + wanted
                  + "\" does not exist in "
                  + file
                  + ". Create it with \"bentoml --context "
                  + wanted
                  + " cloud login\", or choose another one."));
    }
    return entry;
  }

  private static ContextFile contexts(Map<String, String> environment) {
    java.nio.file.Path location = ContextFile.location(environment);
    try {
      return ContextFile.read(location);
    } catch (IOException e) {
      throw new DiagnosticException(
          Diagnostic.error(
              Path.of("context"),
              "Cannot read the stored contexts",
              location + " cannot be read: " + e.getMessage() + "."));
    }
  }

  private static DiagnosticException missing(
      Path path, String what, String variable, Map<String, String> environment) {
    return new DiagnosticException(
        Diagnostic.error(
            path,
            "No " + what,
            "Set \""
                + path
                + "\" in the provider block, or the environment variable "
                + variable
                + ", or log in with \"bentoml cloud login\" (which writes "
                + ContextFile.location(environment)
                + ")."));
  }

  private static boolean same(String one, String other) {
    return strip(one).equalsIgnoreCase(strip(other));
  }

  private static String strip(String endpoint) {
    return endpoint.endsWith("/") ? endpoint.substring(0, endpoint.length() - 1) : endpoint;
  }

  /** Validates a token, which is sent as a header value. */
  private static Token token(String text) {
    if (text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      return new Token(text);
    }
    throw new DiagnosticException(
        Diagnostic.error(
            Path.of("api_token"),
            "Invalid API token",
            "The API token contains a space, a line break or a non-ASCII character. Check that its"
                + " source contains nothing but the token."));
  }
}
