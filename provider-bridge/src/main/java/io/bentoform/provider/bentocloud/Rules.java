package io.bentoform.provider.bentocloud;

import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.schema.Validator;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Validators shared by several attributes. */
public final class Rules {

  public static final int LABEL_LENGTH = 63;

  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  private static final Pattern ENVIRONMENT_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private Rules() {}

  /**
   * Whether the text is a DNS label (RFC 1123), as the names of clusters, secrets and deployments
   * are.
   */
  public static boolean isLabel(String text) {
    return text.length() <= LABEL_LENGTH && LABEL.matcher(text).matches();
  }

  public static boolean isEnvironmentName(String text) {
    return ENVIRONMENT_NAME.matcher(text).matches();
  }

  /** Requires a DNS label. */
  public static Validator label() {
    return (path, value, report) ->
        value
            .asText()
            .filter(text -> !isLabel(text))
            .ifPresent(
                text ->
                    report.accept(
                        Diagnostic.error(
                            path,
                            "Invalid name",
                            "\""
                                + text
                                + "\" is not valid for "
                                + path
                                + ": use at most "
                                + LABEL_LENGTH
                                + " lower-case letters, digits and hyphens, with a"
                                + " letter or digit at both ends.")));
  }

  /** Requires one of the given values. */
  public static Validator oneOf(String... words) {
    List<String> allowed = List.of(words);
    return (path, value, report) ->
        value
            .asText()
            .filter(text -> !allowed.contains(text))
            .ifPresent(
                text ->
                    report.accept(
                        Diagnostic.error(
                            path,
                            "Invalid value",
                            "\""
                                + text
                                + "\" is not valid for "
                                + path
                                + ": it must be one of \""
                                + String.join("\", \"", allowed)
                                + "\".")));
  }

  /** Requires a whole number of at least the minimum. */
  public static Validator atLeast(long minimum) {
    return (path, value, report) -> {
      if (value instanceof Value.Num(var number)
          && (number.scale() > 0 || number.compareTo(java.math.BigDecimal.valueOf(minimum)) < 0)) {
        report.accept(
            Diagnostic.error(
                path,
                "Invalid number",
                number.toPlainString()
                    + " is not valid for "
                    + path
                    + ": use a whole number of"
                    + " at least "
                    + minimum
                    + "."));
      }
    };
  }

  /** Requires keys that are environment variable names, and values that are not null. */
  public static Validator environment() {
    return (path, value, report) ->
        value.asMap().forEach((key, each) -> variable(path.key(key), key, each, report));
  }

  private static void variable(Path path, String name, Value value, Consumer<Diagnostic> report) {
    if (!isEnvironmentName(name)) {
      report.accept(
          Diagnostic.error(
              path,
              "Invalid environment variable name",
              "\""
                  + name
                  + "\" is not a valid environment variable name: use letters, digits and"
                  + " underscores, not starting with a digit."));
    }
    if (value.isNull()) {
      report.accept(
          Diagnostic.error(
              path, "Null value", "\"" + path + "\" is null. Remove it or set a value."));
    }
  }
}
