package io.bentoform.provider.bentocloud;

import io.bentoform.provider.cty.Type;
import io.bentoform.provider.resource.Timeouts;
import io.bentoform.provider.schema.Attribute;
import io.bentoform.provider.schema.Schema;
import io.bentoform.provider.validation.Validators;
import java.time.Duration;

/** What all objects of a cluster have, and by which they are identified and listed. */
public final class ClusterSchemas {

  /** Says what an argument {@code cluster} is. */
  public static final String CLUSTER_TEXT =
      "Name of the cluster. Defaults to that of the provider, then to the API's default.";

  /** How long reading may take: more than a request with its retries usually takes. */
  public static final Timeouts READ =
      Timeouts.NONE.with(Timeouts.Operation.READ, "reading", Duration.ofMinutes(5));

  static final String QUERY = "query";

  static final Schema IDENTITY =
      Schema.of(
          0,
          "",
          Attribute.required(ApiObject.NAME, Type.STRING)
              .describedAs("Name, unique in its cluster.")
              .checkedBy(Validators.label()),
          clusterArgument());

  static final Schema LIST =
      Schema.of(
          0,
          "Lists the objects of a cluster.",
          clusterArgument(),
          Attribute.optional(QUERY, Type.STRING)
              .describedAs(
                  "Lists only matching objects, in the query language of the API's lists, such as"
                      + " `creator:ada`. Without it all are listed."));

  private ClusterSchemas() {}

  /** The argument {@code cluster} of what asks or does something in a cluster. */
  public static Attribute clusterArgument() {
    return Attribute.optional(ApiObject.CLUSTER, Type.STRING)
        .describedAs(CLUSTER_TEXT)
        .checkedBy(Validators.label());
  }

  /** The attribute {@code cluster}. */
  public static Attribute cluster() {
    return Attribute.optionalComputed(ApiObject.CLUSTER, Type.STRING)
        .replaces()
        .keepsPrior()
        .describedAs(CLUSTER_TEXT + " Changing it replaces the object.")
        .checkedBy(Validators.label());
  }

  /** The attribute {@code uid}. */
  public static Attribute uid(String kind) {
    return Attribute.computed(ApiObject.UID, Type.STRING)
        .keepsPrior()
        .describedAs("Unique id of the " + kind + ". A recreated " + kind + " gets a new one.");
  }
}
