package io.bentoform.provider.bentocloud.secret;

import io.bentoform.provider.bentocloud.Rules;
import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.schema.Attribute;
import io.bentoform.provider.schema.Schema;

/** The attributes of {@code bentocloud_secret}. Only {@code values_wo} can ever hold a value. */
final class SecretSchema {

  static final String NAME = "name";
  static final String CLUSTER = "cluster";
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
  static final String UID = "uid";
  static final String ID = "id";

  static final String ENV = "env";
  static final String FILE = "file";
  static final String HOME = "$BENTOML_HOME";

  static final Schema SCHEMA =
      Schema.of(
          0,
          "A secret: named values that deployments see as environment variables or as files.",
          Attribute.required(NAME, Type.STRING)
              .describedAs("Name, unique in its cluster. Another name replaces the secret.")
              .checkedBy(Rules.label()),
          Attribute.optionalComputed(CLUSTER, Type.STRING)
              .describedAs("Cluster; the provider's or the API's default when absent.")
              .checkedBy(Rules.label()),
          Attribute.optionalComputed(DESCRIPTION, Type.STRING)
              .withDefault(Value.text(""))
              .describedAs("Text for people. Changing it makes no new revision."),
          Attribute.optionalComputed(TYPE, Type.STRING)
              .withDefault(Value.text(ENV))
              .describedAs("`env` (environment variables, the default) or `file` (a file per key).")
              .checkedBy(Rules.oneOf(ENV, FILE)),
          Attribute.optionalComputed(PATH, Type.STRING)
              .sameMeaning(SecretPaths::isSame)
              .describedAs(
                  "Folder of the files, under `$BENTOML_HOME` (the default). Only with type"
                      + " `file`."),
          Attribute.optionalComputed(STAGE, Type.STRING)
              .withDefault(Value.text("runtime"))
              .describedAs("Where it is visible: `build`, `runtime` (the default) or `all`.")
              .checkedBy(Rules.oneOf("build", "runtime", "all")),
          Attribute.required(VALUES, new Type.MapOf(Type.STRING))
              .asWriteOnly()
              .describedAs(
                  "All keys and values. Write-only: never in state or plan. Key names stay"
                      + " readable."),
          Attribute.optional(VERSION, Type.STRING)
              .describedAs(
                  "For sources that give another value each time: when set, values are written"
                      + " when this changes, and are not compared."),
          Attribute.optional(SUB_PATHS, new Type.MapOf(Type.STRING))
              .describedAs("Key to folder below `path`. Only with type `file`."),
          Attribute.computed(KEYS, new Type.SetOf(Type.STRING))
              .describedAs("The keys, known at plan."),
          Attribute.computed(REVISION, Type.NUMBER)
              .describedAs(
                  "Number of the content, one more for each change. Deployments restart on it."),
          Attribute.computed(KEY_REVISIONS, new Type.MapOf(Type.NUMBER))
              .describedAs("Key to the revision in which its value last changed."),
          Attribute.computed(UID, Type.STRING)
              .describedAs(
                  "The server's name for this very secret. One that is made again has another."),
          Attribute.computed(ID, Type.STRING).describedAs("`cluster/name`, the import id."));

  private SecretSchema() {}
}
