package io.bentoform.api.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a secret for a well-known service contains (additive). It proposes keys, and holds no value.
 *
 * @param name a name for the secret
 * @param title the service
 * @param type {@code env} or {@code mountfile}
 * @param path the folder of the files; null for {@code env}
 */
public record SecretTemplateResponse(
    String name,
    String title,
    String description,
    String type,
    @Nullable String path,
    List<Item> items) {

  /** All of them, in the order in which they are shown. */
  public record All(List<SecretTemplateResponse> items) {}

  /**
   * One key.
   *
   * @param key as the libraries of the service read it
   * @param hint what the value is, and where to get it
   * @param link to the documentation of the service
   * @param pattern a regular expression for browsers that a whole value matches; null for any
   * @param optional whether a secret is complete without it
   * @param generated whether a random value is a good one
   */
  public record Item(
      String key,
      String label,
      String hint,
      String link,
      @Nullable String pattern,
      boolean optional,
      boolean generated,
      @Nullable String subPath) {}
}
