package io.bentoform.provider.validation;

import java.util.regex.Pattern;

/** Common rules for names. */
public final class Names {

  /** The greatest length of a DNS label. */
  public static final int LABEL_LENGTH = 63;

  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  private static final Pattern ENVIRONMENT_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private Names() {}

  /** Whether the text is a DNS label (RFC 1123) in lower case. */
  public static boolean isLabel(String text) {
    return text.length() <= LABEL_LENGTH && LABEL.matcher(text).matches();
  }

  public static boolean isEnvironmentName(String text) {
    return ENVIRONMENT_NAME.matcher(text).matches();
  }

  /** Whether the text is a single segment of a path, such as a file name, without variables. */
  public static boolean isPathSegment(String text) {
    return !text.isEmpty()
        && !text.equals(".")
        && !text.equals("..")
        && text.chars().noneMatch(c -> c == '/' || c == '\\' || c < 0x20 || c == '$');
  }
}
