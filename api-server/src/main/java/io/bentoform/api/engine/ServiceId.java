package io.bentoform.api.engine;

/**
 * A service of one version of a deployment.
 *
 * @param version {@value Specification#MAIN}, or the label of a canary version
 */
public record ServiceId(String version, String service) {
  private static final char SEPARATOR = '/';

  /** Reads what {@link #text} wrote. */
  public static ServiceId of(String text) {
    int end = text.indexOf(SEPARATOR);
    return end < 0
        ? new ServiceId(Specification.MAIN, text)
        : new ServiceId(text.substring(0, end), text.substring(end + 1));
  }

  /** For records, routes and people: the service alone, or {@code VERSION/SERVICE} of a canary. */
  public String text() {
    return version.equals(Specification.MAIN) ? service : version + SEPARATOR + service;
  }
}
