package io.bentoform.provider.bentocloud.secret;

import io.bentoform.provider.bentocloud.ApiErrors;
import io.bentoform.provider.client.ApiException;
import io.bentoform.provider.cty.Path;
import io.bentoform.provider.diag.Diagnostic;
import java.util.List;

/** What a user is told when something about a secret fails. */
final class SecretErrors {

  private SecretErrors() {}

  static Diagnostic versionNeeded() {
    return Diagnostic.error(
        Path.of(SecretSchema.VERSION),
        "This API cannot compare values",
        "The endpoint is a plain BentoCloud, which cannot say whether a value differs from the"
            + " stored one. Set \"values_wo_version\": values are then written when it changes.");
  }

  static Diagnostic moved(String name) {
    return Diagnostic.error(
        "The secret \"" + name + "\" changed in the meantime",
        "Someone else changed the secret after Terraform had read it. Nothing was written. Plan"
            + " again (with refresh) to see what is to be done now.");
  }

  static Diagnostic madeAgain(String name) {
    return Diagnostic.error(
        "The secret \"" + name + "\" is another one by now",
        "Someone deleted the secret and made another one of the same name after Terraform had read"
            + " it. Nothing was written. Plan again (with refresh) to see what is to be done now.");
  }

  static Diagnostic unclear(String name) {
    return Diagnostic.warning(
        Path.of(SecretSchema.NAME),
        "Whether the secret \"" + name + "\" was made is not known",
        "The API gave no answer, and this API cannot say whose a secret is. If it exists now, import"
            + " it.");
  }

  static Diagnostic otherKeys(String name) {
    return Diagnostic.error(
        Path.of(SecretSchema.VALUES),
        "Other keys at apply than at plan",
        "The keys in \"values_wo\" of the secret \""
            + name
            + "\" are not those that were planned."
            + " Nothing was written. Plan again.");
  }

  static Diagnostic otherValues(String name) {
    return Diagnostic.error(
        Path.of(SecretSchema.VALUES),
        "Other values at apply than at plan",
        "The secret \""
            + name
            + "\" was written, but not with the values that were compared at"
            + " plan: their source gives others each time. Set \"values_wo_version\" for such a"
            + " source, and plan again.");
  }

  /** A failed call, on the attribute that the API's pointer means. */
  static List<Diagnostic> call(String doing, String name, List<String> keys, ApiException e) {
    if (e.problem().equals("revision_moved")) {
      return List.of(moved(name));
    }
    if (e.problem().equals("another_object")) {
      return List.of(madeAgain(name));
    }
    return ApiErrors.describe(doing + " the secret \"" + name + "\"", e, p -> path(p, keys));
  }

  /**
   * From pointer to attribute.
   *
   * @param keys in the order in which they were sent
   */
  static Path path(String pointer, List<String> keys) {
    List<String> segments = ApiErrors.segments(pointer);
    String first = segments.isEmpty() ? "" : segments.getFirst();
    if (first.equals("name") || first.equals("description")) {
      return Path.of(first);
    }
    if (!first.equals("content") || segments.size() < 2) {
      return Path.ROOT;
    }
    return switch (segments.get(1)) {
      case "type", "path", "stage" -> Path.of(segments.get(1));
      case "items" -> item(segments, keys);
      default -> Path.ROOT;
    };
  }

  private static Path item(List<String> segments, List<String> keys) {
    boolean subPath = segments.size() > 3 && segments.get(3).equals("sub_path");
    Path whole = Path.of(subPath ? SecretSchema.SUB_PATHS : SecretSchema.VALUES);
    if (segments.size() < 3 || !segments.get(2).matches("\\d{1,4}")) {
      return whole;
    }
    int index = Integer.parseInt(segments.get(2));
    return index < keys.size() ? whole.key(keys.get(index)) : whole;
  }
}
