package io.bentoform.api.http;

import java.util.Set;
import java.util.regex.Pattern;

/** Which names are allowed where. */
public final class Names {
  private static final Pattern DNS_1123 = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern DNS_1035 = Pattern.compile("[a-z]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern ENVIRONMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,252}");
  private static final Pattern DOMAIN =
      Pattern.compile(
          "[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?)*");
  private static final Set<String> SET_BY_BENTOML = Set.of("BENTOML_HOME", "BENTO_PATH");

  private Names() {}

  /** A label of the domain name system that may begin with a digit. */
  public static boolean isDns1123Label(String name) {
    return DNS_1123.matcher(name).matches();
  }

  /** A label of the domain name system that begins with a letter. */
  public static boolean isDns1035Label(String name) {
    return DNS_1035.matcher(name).matches();
  }

  /** A name in the domain name system, of one or more labels. */
  public static boolean isDomain(String name) {
    return DOMAIN.matcher(name).matches();
  }

  /** The name of an environment variable, and not one that BentoML sets itself. */
  public static boolean isEnvironmentName(String name) {
    return ENVIRONMENT.matcher(name).matches() && !SET_BY_BENTOML.contains(name);
  }
}
