package io.bentoform.provider.bentocloud.deployment.attachment;

import io.bentoform.provider.bentocloud.ApiObject;
import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.schema.Attribute;
import io.bentoform.provider.schema.Nested;
import io.bentoform.provider.validation.Validators;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The attribute {@code secrets}, of the main version and of each canary version. */
public final class AttachmentSchema {

  public static final String SECRETS = "secrets";
  public static final String KEYS = "keys";

  static final String NAME = ApiObject.NAME;
  static final String REVISION = "revision";
  static final String UID = ApiObject.UID;

  private AttachmentSchema() {}

  /** The attribute, whose elements may be whole secrets. */
  public static Attribute secrets() {
    return Attribute.nested(
            SECRETS,
            Nested.Nesting.LIST,
            Attribute.required(NAME, Type.STRING)
                .describedAs("Name of the secret.")
                .checkedBy(Validators.label()),
            Attribute.computedOrReferenced(KEYS, new Type.SetOf(Type.STRING))
                .describedAs(
                    "Keys of the secret. Provided by the attached resource or data source."),
            Attribute.computedOrReferenced(REVISION, Type.NUMBER)
                .describedAs(
                    "Revision of the secret. Provided by the attached resource or data source."),
            Attribute.computedOrReferenced(UID, Type.STRING)
                .describedAs(
                    "Unique id of the secret. Provided by the attached resource or data source."))
        .describedAs(
            "Attached secrets: `[bentocloud_secret.a, bentocloud_secret.b]`, or `{ name = \"x\" }`"
                + " for a secret managed elsewhere. A changed revision or a recreated secret"
                + " restarts the deployment; a changed key set replaces it.")
        .checkedBy(AttachmentSchema::requireDistinct);
  }

  private static void requireDistinct(Path path, Value secrets, Consumer<Diagnostic> report) {
    Map<String, Integer> seen = new HashMap<>();
    List<AttachedSecret> attached = AttachedSecret.list(secrets);
    for (int i = 0; i < attached.size(); i++) {
      String name = attached.get(i).label();
      Integer first = name.isEmpty() ? null : seen.putIfAbsent(name, i);
      if (first != null) {
        report.accept(
            Diagnostic.error(
                path.index(i).attribute(NAME),
                "Secret attached twice",
                "The secret \"%s\" is already attached as %s. Remove one of them."
                    .formatted(name, path.index(first))));
      }
    }
  }
}
