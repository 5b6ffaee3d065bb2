package io.bentoform.provider.bentocloud.secret;

import io.bentoform.provider.bentocloud.ApiObject;
import io.bentoform.provider.bentocloud.ClusterObject;
import io.bentoform.provider.bentocloud.ClusterSchemas;
import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.schema.Attribute;
import io.bentoform.provider.schema.Schema;
import io.bentoform.provider.validation.MapLimits;
import io.bentoform.provider.validation.RelativePaths;
import io.bentoform.provider.validation.Validators;
import java.util.Optional;

/** The attributes of {@code bentocloud_secret}. Only {@code values_wo} contains secret values. */
final class SecretSchema {

  static final String DESCRIPTION = "description";
  static final String TYPE = "type";
  static final String PATH = "path";
  static final String STAGE = "stage";
  static final String VALUES = "values_wo";
  static final String VERSION = "values_wo_version";
  static final String SUB_PATHS = "sub_paths";
  static final String KEYS = "keys";
  static final String REVISION = "revision";
  static final String KEY_REVISIONS = "key_revisions";

  static final String ENV = "env";
  static final String FILE = "file";
  static final String HOME = "$BENTOML_HOME";

  private static final int KEY_COUNT = 256;
  private static final int VALUE_BYTES = 64 << 10;
  private static final int SECRET_BYTES = 1 << 20;

  static final Schema SCHEMA =
      Schema.of(
          0,
          "Manages a secret: values that deployments read as environment variables or files.",
          Attribute.required(ApiObject.NAME, Type.STRING)
              .replaces()
              .describedAs(
                  "Name, unique in its cluster: lower-case letters, digits and hyphens, at most 63"
                      + " characters. Changing it replaces the secret.")
              .checkedBy(Validators.label()),
          ClusterSchemas.cluster(),
          Attribute.optionalComputed(DESCRIPTION, Type.STRING)
              .withDefault(Value.text(""))
              .describedAs("Description. Changing it creates no new revision. Defaults to `\"\"`."),
          Attribute.optionalComputed(TYPE, Type.STRING)
              .withDefault(Value.text(ENV))
              .describedAs(
                  "How deployments read the values: `env` (environment variables) or `file` (one"
                      + " read-only file per key). Defaults to `env`.")
              .checkedBy(Validators.oneOf(ENV, FILE)),
          Attribute.optionalComputed(PATH, Type.STRING)
              .sameMeaning(SecretSchema::isSamePath)
              .describedAs(
                  "Directory of the files, which is `$BENTOML_HOME` or below it. Only with type"
                      + " `file`. Defaults to `$BENTOML_HOME`. Another spelling of the same directory"
                      + " is not a change."),
          Attribute.optionalComputed(STAGE, Type.STRING)
              .withDefault(Value.text("runtime"))
              .describedAs(
                  "Where the secret is visible: `build`, `runtime` or `all`. Defaults to `runtime`.")
              .checkedBy(Validators.oneOf("build", "runtime", "all")),
          Attribute.required(VALUES, new Type.MapOf(Type.STRING))
              .asWriteOnly()
              .checkedBy(new MapLimits("Secret", KEY_COUNT, VALUE_BYTES, SECRET_BYTES))
              .describedAs(
                  "All keys and values. Write-only: values are never stored in state or plan, but key"
                      + " names are readable in both. Keys must be known at plan; values may be unknown."
                      + " At most 256 keys, 64 KiB per value and 1 MiB in total. For type `env` a key is"
                      + " the name of an environment variable, for `file` the name of a file."),
          Attribute.optional(VERSION, Type.STRING)
              .describedAs(
                  "Only for sources that return another value each time, such as an ephemeral"
                      + " password. With it, values are written when it changes (or when the secret was"
                      + " changed outside of Terraform) and are not compared. Any text will do."),
          Attribute.optional(SUB_PATHS, new Type.MapOf(Type.STRING))
              .describedAs(
                  "Subdirectories of `path`, by key: the file is then `PATH/SUB_PATH/KEY`. Only with"
                      + " type `file`."),
          Attribute.computed(KEYS, new Type.SetOf(Type.STRING))
              .describedAs("The keys, without values. Known at plan."),
          Attribute.computed(REVISION, Type.NUMBER)
              .describedAs(
                  "Revision number of the content, incremented by each change. Attached deployments"
                      + " restart when it changes. Apply checks the planned number: if the secret was"
                      + " changed between plan and apply, nothing is written."),
          Attribute.computed(KEY_REVISIONS, new Type.MapOf(Type.NUMBER))
              .describedAs("The revision in which each key's value last changed."),
          ClusterSchemas.READ.attribute(),
          ClusterSchemas.uid("secret"),
          Attribute.computed(ClusterObject.ID, Type.STRING)
              .keepsPrior()
              .describedAs("`cluster/name`, the import id."));

  private SecretSchema() {}

  /** Whether two paths denote the same directory. */
  static boolean isSamePath(Value one, Value other) {
    Optional<String> folder = underHome(one);
    return one.equals(other) || (folder.isPresent() && folder.equals(underHome(other)));
  }

  /** The directory below {@code $BENTOML_HOME}; absent when the path is not there. */
  static Optional<String> underHome(Value path) {
    return path.asText()
        .map(text -> text.replace("${BENTOML_HOME}", HOME) + "/")
        .filter(text -> text.startsWith(HOME + "/"))
        .flatMap(text -> RelativePaths.normalized(text.substring(HOME.length() + 1)));
  }
}
