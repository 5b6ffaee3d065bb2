package io.bentoform.provider.bentocloud.function;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The variables in the text of a {@code .env} file, by the rules of the console's paste: {@code
 * KEY=value}, with {@code export} before it or not; values in quotes may have several lines, and in
 * double quotes escapes; {@code #} begins a comment. A key that stands there twice has its last
 * value. Nothing is substituted.
 */
final class Dotenv {

  private static final Pattern VARIABLE =
      Pattern.compile("[ \\t]*(?:export[ \\t]+)?([\\w.-]+)[ \\t]*=[ \\t]*");
  private static final Pattern SKIPPED = Pattern.compile("[ \\t]*(?:#.*)?");
  private static final String ESCAPED = "nrtfb0";
  private static final String CONTROLS = "\n\r\t\f\b\0";

  private final String text;
  private final Map<String, String> variables = new TreeMap<>();
  private int at;

  private Dotenv(String text) {
    this.text = text;
  }

  /** The text is not that of a {@code .env} file. The message names the line, never a value. */
  static final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1;

    private SyntaxException(String message) {
      super(message);
    }
  }

  static Map<String, String> parse(String file) throws SyntaxException {
    String text = file.startsWith("\uFEFF") ? file.substring(1) : file;
    Dotenv dotenv = new Dotenv(text.replace("\r\n", "\n"));
    while (dotenv.at < dotenv.text.length()) {
      dotenv.next();
    }
    return dotenv.variables;
  }

  private void next() throws SyntaxException {
    String line = text.substring(at, end(at));
    if (SKIPPED.matcher(line).matches()) {
      at = Math.min(text.length(), end(at) + 1);
      return;
    }
    Matcher start = VARIABLE.matcher(line);
    if (!start.lookingAt()) {
      throw new SyntaxException("Line " + number() + " is not of the form KEY=value.");
    }
    String key = start.group(1);
    int value = at + start.end();
    char first = value < text.length() ? text.charAt(value) : '\n';
    if (first == '"' || first == '\'') {
      quoted(key, value, first);
    } else {
      variables.put(key, withoutComment(text.substring(value, end(at))));
      at = Math.min(text.length(), end(at) + 1);
    }
  }

  /** The end of the line in which a position is. */
  private int end(int position) {
    int end = text.indexOf('\n', position);
    return end < 0 ? text.length() : end;
  }

  private long number() {
    return text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
  }

  private static String withoutComment(String value) {
    for (int i = 0; i < value.length(); i++) {
      boolean blank = i == 0 || Character.isWhitespace(value.charAt(i - 1));
      if (value.charAt(i) == '#' && blank) {
        return value.substring(0, i).strip();
      }
    }
    return value.strip();
  }

  private void quoted(String key, int open, char quote) throws SyntaxException {
    StringBuilder value = new StringBuilder();
    int position = open + 1;
    while (position < text.length() && text.charAt(position) != quote) {
      char letter = text.charAt(position);
      if (letter == '\\' && position + 1 < text.length()) {
        position++;
        value.append(unescaped(text.charAt(position), quote));
      } else {
        value.append(letter);
      }
      position++;
    }
    if (position >= text.length()) {
      throw new SyntaxException("Line " + number() + ": the quote of " + key + " is not closed.");
    }
    if (!SKIPPED.matcher(text.substring(position + 1, end(position))).matches()) {
      throw new SyntaxException(
          "Line " + number() + ": there is more after the closing quote of " + key + ".");
    }
    variables.put(key, value.toString());
    at = Math.min(text.length(), end(position) + 1);
  }

  private static String unescaped(char letter, char quote) {
    if (letter == '\\' || letter == quote) {
      return String.valueOf(letter);
    }
    if (quote == '"') {
      int control = ESCAPED.indexOf(letter);
      if (control >= 0) {
        return String.valueOf(CONTROLS.charAt(control));
      }
      if (letter == '\'' || letter == '$') {
        return String.valueOf(letter);
      }
    }
    return "\\" + letter;
  }
}
