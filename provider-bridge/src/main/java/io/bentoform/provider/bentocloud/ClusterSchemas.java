package io.bentoform.provider.bentocloud;

import io.bentoform.provider.cty.Type;
import io.bentoform.provider.schema.Attribute;
import io.bentoform.provider.schema.Schema;
import io.bentoform.provider.validation.Validators;

/** The schemas by which objects of a cluster are identified and listed. */
final class ClusterSchemas {

  static final String CLUSTER_TEXT =
      "Name of the cluster. Defaults to that of the provider, then to the API's default.";

  static final String QUERY = "query";

  static final Schema IDENTITY =
      Schema.of(
          0,
          "",
          Attribute.required(ClusterObject.NAME, Type.STRING)
              .describedAs("Name, unique in its cluster.")
              .checkedBy(Validators.label()),
          cluster());

  static final Schema LIST =
      Schema.of(
          0,
          "Lists the objects of a cluster.",
          cluster(),
          Attribute.optional(QUERY, Type.STRING)
              .describedAs(
                  "Lists only matching objects, in the query language of the API's lists, such as"
                      + " `creator:ada`. Without it all are listed."));

  private ClusterSchemas() {}

  private static Attribute cluster() {
    return Attribute.optional(ClusterObject.CLUSTER, Type.STRING)
        .describedAs(CLUSTER_TEXT)
        .checkedBy(Validators.label());
  }
}
