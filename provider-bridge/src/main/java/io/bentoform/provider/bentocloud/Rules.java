package io.bentoform.provider.bentocloud;

import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.schema.Validator;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Checks of names and words that several attributes share. */
public final class Rules {

  public static final int LABEL_LENGTH = 63;

  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  private static final Pattern ENVIRONMENT_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private Rules() {}

  /** A DNS label (RFC 1123): what clusters, secrets and deployments are named by. */
  public static boolean isLabel(String text) {
    return text.length() <= LABEL_LENGTH && LABEL.matcher(text).matches();
  }

  public static boolean isEnvironmentName(String text) {
    return ENVIRONMENT_NAME.matcher(text).matches();
  }

  /** Refuses what is no DNS label. */
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
                            "Not a valid name",
                            "\""
                                + text
                                + "\" is no name for "
                                + path
                                + ": use at most "
                                + LABEL_LENGTH
                                + " lower-case letters, digits and hyphens, with a"
                                + " letter or digit at both ends.")));
  }

  /** Refuses what is none of some words. */
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
                            "Not a valid word",
                            "\""
                                + text
                                + "\" is not allowed for "
                                + path
                                + ": use one of \""
                                + String.join("\", \"", allowed)
                                + "\".")));
  }

  /** Refuses numbers that are not whole or below a minimum. */
  public static Validator atLeast(long minimum) {
    return (path, value, report) -> {
      if (value instanceof Value.Num(var number)
          && (number.scale() > 0 || number.compareTo(java.math.BigDecimal.valueOf(minimum)) < 0)) {
        report.accept(
            Diagnostic.error(
                path,
                "Not a valid number",
                number.toPlainString()
                    + " is not allowed for "
                    + path
                    + ": use a whole number of"
                    + " at least "
                    + minimum
                    + "."));
      }
    };
  }

  /** Refuses keys that are no environment names, and null values. */
  public static Validator environment() {
    return (path, value, report) ->
        value.asMap().forEach((key, each) -> variable(path.key(key), key, each, report));
  }

  private static void variable(Path path, String name, Value value, Consumer<Diagnostic> report) {
    if (!isEnvironmentName(name)) {
      report.accept(
          Diagnostic.error(
              path,
              "Not an environment variable name",
              "\""
                  + name
                  + "\" cannot name an environment variable: use letters, digits and"
                  + " underscores, and no digit at the start."));
    }
    if (value.isNull()) {
      report.accept(
          Diagnostic.error(
              path, "Null value", "\"" + path + "\" is null. Remove it or give it a value."));
    }
  }
}
