package io.bentoform.provider.validation;

import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.schema.Validator;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Validators for common kinds of attributes; unknown values are skipped. */
public final class Validators {

  private Validators() {}

  /**
   * Requires text of which a predicate is true.
   *
   * @param hint says what to write, after the path and a colon
   */
  public static Validator text(Predicate<String> good, String summary, String hint) {
    return (path, value, report) ->
        value
            .asText()
            .filter(good.negate())
            .ifPresent(text -> report.accept(Diagnostic.error(path, summary, path + ": " + hint)));
  }

  /** As {@link #text}, with the refused text in the message: not for sensitive attributes. */
  private static Validator shownText(Predicate<String> good, String summary, String hint) {
    return (path, value, report) ->
        value
            .asText()
            .filter(good.negate())
            .ifPresent(
                text ->
                    report.accept(
                        Diagnostic.error(
                            path,
                            summary,
                            "\"" + text + "\" is not valid for " + path + ": " + hint)));
  }

  /** Requires a DNS label. */
  public static Validator label() {
    return shownText(
        Names::isLabel,
        "Invalid name",
        "use at most "
            + Names.LABEL_LENGTH
            + " lower-case letters, digits and hyphens, with a letter or digit at both ends.");
  }

  /** Requires one of the given values. */
  public static Validator oneOf(String... words) {
    List<String> allowed = List.of(words);
    return shownText(
        allowed::contains,
        "Invalid value",
        "it must be one of \"" + String.join("\", \"", allowed) + "\".");
  }

  /** Requires a duration in Go's format. */
  public static Validator duration() {
    return text(
        text -> GoDuration.parse(text).isPresent(),
        "Invalid duration",
        "use numbers with units, such as \"90s\", \"20m\" or \"1h30m\".");
  }

  /** Requires a JSON object in a string. */
  public static Validator jsonObject() {
    return text(JsonText::isObject, "Invalid JSON object", "use jsonencode({ ... }).");
  }

  /** Requires a whole number of at least the minimum. */
  public static Validator atLeast(long minimum) {
    return (path, value, report) -> {
      if (value instanceof Value.Num(BigDecimal number)
          && (number.scale() > 0 || number.compareTo(BigDecimal.valueOf(minimum)) < 0)) {
        report.accept(
            Diagnostic.error(
                path,
                "Invalid number",
                number.toPlainString()
                    + " is not valid for "
                    + path
                    + ": use a whole number of at least "
                    + minimum
                    + "."));
      }
    };
  }

  /** Requires a number of an object to be at most another one, where both are set. */
  public static Validator ordered(String lower, String upper) {
    return (path, value, report) -> {
      long least = value.get(lower).asLong().orElse(Long.MIN_VALUE);
      long most = value.get(upper).asLong().orElse(Long.MAX_VALUE);
      if (least > most) {
        report.accept(
            Diagnostic.error(
                path.attribute(lower),
                lower + " is greater than " + upper,
                "%s is %d and %s is %d. Change one of them.".formatted(lower, least, upper, most)));
      }
    };
  }

  /** Requires keys that are environment variable names, and values that are not null. */
  public static Validator environment() {
    return (path, value, report) ->
        value.asMap().forEach((key, each) -> variable(path.key(key), key, each, report));
  }

  private static void variable(Path path, String name, Value value, Consumer<Diagnostic> report) {
    if (!Names.isEnvironmentName(name)) {
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
