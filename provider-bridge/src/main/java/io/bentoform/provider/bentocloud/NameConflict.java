package io.bentoform.provider.bentocloud;

import io.bentoform.provider.client.ApiException;
import io.bentoform.provider.client.Origin;
import io.bentoform.provider.cty.Path;
import io.bentoform.provider.diag.Diagnostic;
import java.util.List;

/** Diagnostics about name conflicts: an existing object is never adopted. */
public final class NameConflict {

  private static final Path NAME = Path.of("name");

  private NameConflict() {}

  /** An object of a kind, for messages. */
  static String quoted(String kind, String name) {
    return words(kind) + " \"" + name + "\"";
  }

  /** A kind, for messages. */
  static String words(String kind) {
    return kind.replace('_', ' ');
  }

  /** Whether a creation failed because its name is in use. */
  public static boolean isReportedBy(ApiException e) {
    boolean plain = e.problem().isEmpty() && e.details().isEmpty();
    return e.kind() == ApiException.Kind.CONFLICT
        && (plain || List.of("already_exists", "being_deleted").contains(e.problem()));
  }

  /**
   * The error of a creation whose name is in use, with the {@code import} block for the existing
   * object.
   *
   * @param kind the type name without the provider's prefix
   * @param importId by which the existing object is imported
   */
  static Diagnostic error(String kind, ObjectId id, Origin there, String importId) {
    return Diagnostic.error(
        NAME,
        "The " + quoted(kind, id.name()) + " already exists",
        "It was created"
            + by(there)
            + " and was not changed. To manage it with this configuration, import it:\n\n"
            + "  import {\n    to = bentocloud_"
            + kind
            + "."
            + label(id.name())
            + " # write the address of this resource here\n    id = \""
            + importId
            + "\"\n"
            + "  }\n\n"
            + "Otherwise choose another name. If this resource was to replace the existing object,"
            + " for example with -replace, then create_before_destroy is set for it or for a"
            + " resource that depends on it: remove create_before_destroy there, or"
            + (kind.equals("deployment")
                ? " omit \"name\", so that a name is generated."
                : " give the new " + words(kind) + " another name."));
  }

  /** The warning of a refresh that found another object of the same name. */
  static Diagnostic gone(String kind, ObjectId id, Origin there, String importId) {
    return Diagnostic.warning(
        NAME,
        "The " + quoted(kind, id.name()) + " was deleted and recreated outside of Terraform",
        "The object managed by Terraform no longer exists. Another one of the same name was created"
            + by(there)
            + ". It is not changed, and creating a new one fails as long as it exists. Delete it,"
            + " or import it, after \"terraform state rm\" of the old one, with the id \""
            + importId
            + "\".");
  }

  /** The error of a change that found another object of the same name. */
  public static Diagnostic recreatedOutside(String kind, ObjectId id) {
    return Diagnostic.error(
        "The " + quoted(kind, id.name()) + " was recreated outside of Terraform",
        "It was deleted and another one of the same name was created after Terraform had read it."
            + " Nothing was changed. Plan again, with refresh.");
  }

  /** The warning of a creation whose answer was lost, by an API that has no uids. */
  static Diagnostic maybeCreated(String kind, ObjectId id) {
    return Diagnostic.warning(
        NAME,
        "The " + quoted(kind, id.name()) + " may have been created",
        "The API sent no response, and this API cannot identify the creator of a "
            + words(kind)
            + ". If the "
            + words(kind)
            + " exists now, import it.");
  }

  /**
   * The warning of a plan that deletes an object and creates one of the same name at another
   * address.
   */
  public static Diagnostic moved(String kind, ObjectId id) {
    return Diagnostic.warning(
        NAME,
        "The " + quoted(kind, id.name()) + " is destroyed and recreated",
        "It is destroyed at one resource address and created at another, for example because count"
            + " was changed to for_each. The creation waits for the deletion. To keep the object,"
            + " add a moved block:\n\n"
            + "  moved {\n"
            + "    from = bentocloud_"
            + kind
            + ".OLD[0]\n    to   = bentocloud_"
            + kind
            + ".NEW[\""
            + id.name()
            + "\"]\n  }\n");
  }

  private static String by(Origin there) {
    String who = there.creator().isEmpty() ? "" : " by " + there.creator();
    return who + (there.createdAt().isEmpty() ? "" : " at " + there.createdAt());
  }

  private static String label(String name) {
    String label = name.replace('-', '_');
    return Character.isDigit(label.charAt(0)) ? "_" + label : label;
  }
}
