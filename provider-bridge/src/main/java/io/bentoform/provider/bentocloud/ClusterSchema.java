package io.bentoform.provider.bentocloud;

import io.bentoform.provider.cty.Type;
import io.bentoform.provider.schema.Attribute;
import io.bentoform.provider.schema.Schema;
import io.bentoform.provider.validation.Validators;

/**
 * The attributes that all objects of a cluster have, and by which they are identified and listed.
 */
public final class ClusterSchema {

  static final String QUERY = "query";

  /** The identity of an object. */
  static final Schema IDENTITY =
      Schema.of(
          0,
          "",
          Attribute.required(ClusterObject.NAME, Type.STRING)
              .describedAs("Name, unique in its cluster.")
              .checkedBy(Validators.label()),
          Attribute.optional(ClusterObject.CLUSTER, Type.STRING)
              .describedAs("Cluster. Defaults to that of the provider, then of the API.")
              .checkedBy(Validators.label()));

  /** The arguments of a list of objects. */
  static final Schema LIST =
      Schema.of(
          0,
          "Lists the objects of a cluster.",
          Attribute.optional(ClusterObject.CLUSTER, Type.STRING)
              .describedAs("Cluster. Defaults to that of the provider, then of the API.")
              .checkedBy(Validators.label()),
          Attribute.optional(QUERY, Type.STRING)
              .describedAs(
                  "Only those that match, in the query language of the API's lists, such as"
                      + " `creator:ada`. All when absent."));

  private ClusterSchema() {}

  /** The attribute {@code cluster}. */
  public static Attribute cluster() {
    return Attribute.optionalComputed(ClusterObject.CLUSTER, Type.STRING)
        .replaces()
        .keepsPrior()
        .describedAs("Cluster. Defaults to that of the provider, then of the API.")
        .checkedBy(Validators.label());
  }

  /** The attribute {@code uid}. */
  public static Attribute uid(String kind) {
    return Attribute.computed(ClusterObject.UID, Type.STRING)
        .keepsPrior()
        .describedAs("Unique id of the " + kind + ". A recreated " + kind + " gets a new one.");
  }
}
