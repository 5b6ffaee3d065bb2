package io.bentoform.api.terraform;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes HCL in the form that {@code terraform fmt} gives it. */
final class HclWriter {
  private static final int WIDTH = 80;
  private static final String STEP = "  ";
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** As the name of a member these would be read as something else. */
  private static final Set<String> KEYWORDS = Set.of("for", "null", "true", "false");

  private static final Pattern CHARACTER = Pattern.compile("\\X");

  private final StringBuilder out = new StringBuilder();

  /** A line for people, which must have no line break. */
  HclWriter comment(String line) {
    out.append(line.isEmpty() ? "#" : "# ").append(line).append('\n');
    return this;
  }

  HclWriter blank() {
    out.append('\n');
    return this;
  }

  /** Lines that are HCL already. */
  HclWriter lines(String lines) {
    out.append(lines);
    return this;
  }

  /** A block with attributes alone. */
  HclWriter block(String type, List<String> labels, Map<String, Expression> attributes) {
    out.append(type);
    labels.forEach(label -> out.append(' ').append(quoted(label)));
    out.append(" {\n");
    attributes(attributes, STEP).forEach(out::append);
    out.append("}\n");
    return this;
  }

  /** All that was written. */
  String text() {
    return out.toString();
  }

  /** One attribute a line; those of a single line have their signs below each other. */
  private static List<String> attributes(Map<String, Expression> attributes, String indent) {
    List<String> lines = new ArrayList<>();
    Map<String, String> together = new LinkedHashMap<>();
    attributes.forEach(
        (name, expression) -> {
          String value = value(expression, indent);
          if (value.indexOf('\n') < 0) {
            together.put(key(name), value);
          } else {
            align(together, indent, lines);
            lines.add(indent + key(name) + " = " + value + "\n");
          }
        });
    align(together, indent, lines);
    return lines;
  }

  private static void align(Map<String, String> together, String indent, List<String> lines) {
    int width = together.keySet().stream().mapToInt(HclWriter::columns).max().orElse(0);
    together.forEach(
        (key, value) ->
            lines.add(indent + key + " ".repeat(width - columns(key)) + " = " + value + "\n"));
    together.clear();
  }

  private static int columns(String text) {
    return (int) CHARACTER.matcher(text).results().count();
  }

  private static String key(String name) {
    return IDENTIFIER.matcher(name).matches() && !KEYWORDS.contains(name) ? name : quoted(name);
  }

  /** An expression on one line where that is readable. */
  private static String value(Expression expression, String indent) {
    String flat = flat(expression);
    if (depth(expression) == 0 || (depth(expression) == 1 && flat.length() <= WIDTH)) {
      return flat;
    }
    String inner = indent + STEP;
    return switch (expression) {
      case Expression.Tuple(List<Expression> elements) ->
          elements.stream()
              .map(each -> inner + value(each, inner) + ",\n")
              .collect(Collectors.joining("", "[\n", indent + "]"));
      case Expression.Fields(Map<String, Expression> members) ->
          "{\n" + String.join("", attributes(members, inner)) + indent + "}";
      case Expression.Call(String function, Expression argument) ->
          function + "(" + value(argument, indent) + ")";
      case Expression.Text ignored -> flat;
      case Expression.Verbatim ignored -> flat;
    };
  }

  private static String flat(Expression expression) {
    return switch (expression) {
      case Expression.Text(String text) -> quoted(text);
      case Expression.Verbatim(String code) -> code;
      case Expression.Tuple(List<Expression> elements) ->
          elements.stream().map(HclWriter::flat).collect(Collectors.joining(", ", "[", "]"));
      case Expression.Fields(Map<String, Expression> members) when members.isEmpty() -> "{}";
      case Expression.Fields(Map<String, Expression> members) ->
          members.entrySet().stream()
              .map(each -> key(each.getKey()) + " = " + flat(each.getValue()))
              .collect(Collectors.joining(", ", "{ ", " }"));
      case Expression.Call(String function, Expression argument) ->
          function + "(" + flat(argument) + ")";
    };
  }

  /** How many objects or lists that are not empty lie in each other. */
  private static int depth(Expression expression) {
    return switch (expression) {
      case Expression.Text ignored -> 0;
      case Expression.Verbatim ignored -> 0;
      case Expression.Tuple(List<Expression> elements) -> depth(elements);
      case Expression.Fields(Map<String, Expression> members) ->
          depth(List.copyOf(members.values()));
      case Expression.Call(String function, Expression argument) -> depth(argument);
    };
  }

  private static int depth(List<Expression> inner) {
    return inner.isEmpty() ? 0 : 1 + Collections.max(inner.stream().map(HclWriter::depth).toList());
  }

  /**
   * A string in quotes. What would begin a template is doubled; characters that nobody would see
   * are written by their numbers.
   */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      i += Character.charCount(character);
      boolean template =
          (character == '$' || character == '%') && i < text.length() && text.charAt(i) == '{';
      quoted.append(template ? Character.toString(character).repeat(2) : escaped(character));
    }
    return quoted.append('"').toString();
  }

  private static String escaped(int character) {
    return switch (character) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> isVisible(character) ? Character.toString(character) : number(character);
    };
  }

  private static boolean isVisible(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }

  private static String number(int character) {
    return (Character.isBmpCodePoint(character) ? "\\u%04x" : "\\U%08x").formatted(character);
  }
}
