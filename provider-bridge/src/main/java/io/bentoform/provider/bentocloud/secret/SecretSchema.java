package io.bentoform.provider.bentocloud.secret;

import io.bentoform.provider.bentocloud.ClusterObject;
import io.bentoform.provider.bentocloud.ClusterSchema;
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
          Attribute.required(ClusterObject.NAME, Type.STRING)
              .replaces()
              .describedAs("Name, unique in its cluster. Changing it replaces the secret.")
              .checkedBy(Validators.label()),
          ClusterSchema.cluster(),
          Attribute.optionalComputed(DESCRIPTION, Type.STRING)
              .withDefault(Value.text(""))
              .describedAs("Description. Changing it creates no new revision."),
          Attribute.optionalComputed(TYPE, Type.STRING)
              .withDefault(Value.text(ENV))
              .describedAs(
                  "`env` (environment variables, the default) or `file` (one file per key).")
              .checkedBy(Validators.oneOf(ENV, FILE)),
          Attribute.optionalComputed(PATH, Type.STRING)
              .sameMeaning(SecretSchema::isSamePath)
              .describedAs(
                  "Directory of the files, under `$BENTOML_HOME` (the default). Only with type"
                      + " `file`."),
          Attribute.optionalComputed(STAGE, Type.STRING)
              .withDefault(Value.text("runtime"))
              .describedAs(
                  "Where the secret is visible: `build`, `runtime` (the default) or `all`.")
              .checkedBy(Validators.oneOf("build", "runtime", "all")),
          Attribute.required(VALUES, new Type.MapOf(Type.STRING))
              .asWriteOnly()
              .checkedBy(new MapLimits("Secret", KEY_COUNT, VALUE_BYTES, SECRET_BYTES))
              .describedAs(
                  "All keys and values. Write-only: never stored in state or plan. Key names remain"
                      + " readable."),
          Attribute.optional(VERSION, Type.STRING)
              .describedAs(
                  "For sources that return a new value each time: when set, values are written only"
                      + " when it changes, and are not compared."),
          Attribute.optional(SUB_PATHS, new Type.MapOf(Type.STRING))
              .describedAs("Subdirectories of `path` by key. Only with type `file`."),
          Attribute.computed(KEYS, new Type.SetOf(Type.STRING))
              .describedAs("The keys, known at plan."),
          Attribute.computed(REVISION, Type.NUMBER)
              .describedAs(
                  "Revision number of the content, incremented by each change. Attached deployments"
                      + " restart when it changes."),
          Attribute.computed(KEY_REVISIONS, new Type.MapOf(Type.NUMBER))
              .describedAs("The revision in which each key's value last changed."),
          ClusterSchema.uid("secret"),
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
