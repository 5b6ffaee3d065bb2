package io.bentoform.provider.bentocloud;

import io.bentoform.provider.client.ApiException;
import io.bentoform.provider.client.Origin;
import io.bentoform.provider.cty.Path;
import io.bentoform.provider.diag.Diagnostic;
import java.util.List;

/** What a user is told about names that are taken: nothing is ever taken over. */
public final class NameTaken {

  private static final Path NAME = Path.of("name");

  private NameTaken() {}

  /** Whether a creation failed because its name is taken. */
  public static boolean isSaidBy(ApiException e) {
    boolean plain = e.problem().isEmpty() && e.details().isEmpty();
    return e.kind() == ApiException.Kind.CONFLICT
        && (plain || List.of("already_exists", "being_deleted").contains(e.problem()));
  }

  /**
   * A creation that was refused, with the block that imports what is there.
   *
   * @param kind {@code secret} or {@code deployment}
   */
  public static Diagnostic error(String kind, ObjectId id, Origin there) {
    return Diagnostic.error(
        NAME,
        "The " + kind + " \"" + id.name() + "\" already exists",
        "It was made"
            + by(there)
            + " and is left as it is. To manage it here, import it:\n\n"
            + "  import {\n    to = bentocloud_"
            + kind
            + "."
            + label(id.name())
            + " # the address of this resource\n    id = \""
            + id
            + "\"\n  }\n\n"
            + "Otherwise give this resource another name. If it is to replace the one that is there,"
            + " as with -replace, then create_before_destroy is set for it or for a resource that"
            + " depends on it: remove create_before_destroy there, or"
            + (kind.equals("deployment")
                ? " leave \"name\" out, which is then generated."
                : " give the new " + kind + " another name."));
  }

  /** A state whose object is gone while another one bears its name. */
  public static Diagnostic gone(String kind, ObjectId id, Origin there) {
    return Diagnostic.warning(
        NAME,
        "The " + kind + " \"" + id.name() + "\" was deleted and made again outside of Terraform",
        "The one that Terraform manages is gone. Another one of the same name was made"
            + by(there)
            + ". It is left alone, and a creation will fail while it is there. Remove it, or run"
            + " \"terraform state rm\" where the old one is still in the state and import the new"
            + " one with the id \""
            + id
            + "\".");
  }

  /** A plan that deletes an object and creates one of the same name at another address. */
  public static Diagnostic moved(String kind, ObjectId id) {
    return Diagnostic.warning(
        NAME,
        "The " + kind + " \"" + id.name() + "\" is destroyed and created again",
        "One address of this configuration loses it and another one creates it, as when count"
            + " becomes for_each. The creation waits for the deletion. To keep it as it is, say that"
            + " it moved:\n\n"
            + "  moved {\n    from = bentocloud_"
            + kind
            + ".OLD[0]\n    to   = bentocloud_"
            + kind
            + ".NEW[\""
            + id.name()
            + "\"]\n  }\n");
  }

  /**
   * A secret that this plan makes again under its name, seen from a deployment that uses it.
   * Whether the old one goes first is not told to a provider.
   *
   * @param attached where the deployment names it
   */
  public static Diagnostic madeAgain(Path attached, String secret) {
    return Diagnostic.warning(
        attached,
        "The secret \"" + secret + "\" is replaced by one of the same name",
        "The old one must be destroyed first. Where create_before_destroy is set for the secret, or"
            + " for a resource that depends on it, such as this deployment, the creation will fail"
            + " because the name is taken, and the old secret stays as it is: remove"
            + " create_before_destroy, or change the name. Another value needs no replacement.");
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
