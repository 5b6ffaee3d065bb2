package io.bentoform.provider.bentocloud.secret;

import io.bentoform.provider.bentocloud.ApiErrors;
import io.bentoform.provider.client.ApiException;
import io.bentoform.provider.cty.Path;
import io.bentoform.provider.diag.Diagnostic;
import java.util.List;

/** Diagnostics about secrets. */
final class SecretErrors {

  private SecretErrors() {}

  static Diagnostic attachedByLiteralName(String name) {
    return Diagnostic.warning(
        Path.of(SecretSchema.NAME),
        "A deployment attaches the secret \"" + name + "\" by a literal name",
        "Terraform does not know that the deployment depends on this secret, so the deployment was"
            + " planned before this change, and only the next apply restarts or replaces it."
            + " Attach the resource itself (secrets = [bentocloud_secret.NAME]).");
  }

  static Diagnostic versionRequired() {
    return Diagnostic.error(
        Path.of(SecretSchema.VERSION),
        "This API cannot compare values",
        "The endpoint is a plain BentoCloud, which cannot compare values with the stored ones. Set"
            + " \"values_wo_version\": values are then written whenever it changes.");
  }

  static Diagnostic moved(String name) {
    return Diagnostic.error(
        "The secret \"" + name + "\" was changed outside of Terraform",
        "The secret was changed after Terraform had read it. Nothing was written. Plan again, with"
            + " refresh, to see the required changes.");
  }

  static Diagnostic recreated(String name) {
    return Diagnostic.error(
        "The secret \"" + name + "\" was recreated outside of Terraform",
        "The secret was deleted and another one of the same name was created after Terraform had"
            + " read it. Nothing was written. Plan again, with refresh, to see the required"
            + " changes.");
  }

  static Diagnostic maybeCreated(String name) {
    return Diagnostic.warning(
        Path.of(SecretSchema.NAME),
        "The secret \"" + name + "\" may have been created",
        "The API sent no response, and this API cannot identify the creator of a secret. If the"
            + " secret exists now, import it.");
  }

  static Diagnostic keysDiffer(String name) {
    return Diagnostic.error(
        Path.of(SecretSchema.VALUES),
        "Keys differ from the plan",
        "The keys in \"values_wo\" of the secret \""
            + name
            + "\" are not the planned ones. Nothing was written. Plan again.");
  }

  static Diagnostic valuesDiffer(String name) {
    return Diagnostic.error(
        Path.of(SecretSchema.VALUES),
        "Values differ from the plan",
        "The secret \""
            + name
            + "\" was written, but not with the values that were compared during the plan: their"
            + " source returns other values each time. Set \"values_wo_version\" for such a source,"
            + " and plan again.");
  }

  /** The diagnostics of a failed call, on the attributes that the API's JSON pointers refer to. */
  static List<Diagnostic> call(String doing, String name, List<String> keys, ApiException e) {
    if (e.problem().equals("revision_moved")) {
      return List.of(moved(name));
    }
    if (e.problem().equals("another_object")) {
      return List.of(recreated(name));
    }
    return ApiErrors.describe(doing + " the secret \"" + name + "\"", e, p -> path(p, keys));
  }

  /**
   * Maps a JSON pointer to an attribute path.
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
