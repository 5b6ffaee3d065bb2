package io.bentoform.provider.bentocloud;

import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.diag.DiagnosticException;
import io.bentoform.provider.validation.Names;
import org.jspecify.annotations.Nullable;

/**
 * The cluster and name of an object.
 *
 * @param cluster null for the default cluster
 */
public record ObjectId(@Nullable String cluster, String name) {

  /** The name of the API's default cluster. */
  public static final String DEFAULT_CLUSTER = "default";

  /** The same object, with its cluster by name. */
  ObjectId resolved() {
    return cluster == null ? new ObjectId(DEFAULT_CLUSTER, name) : this;
  }

  /** The name and cluster of a state or plan; an empty name where it is not known. */
  public static ObjectId of(Value.Fields object) {
    return new ObjectId(object.get("cluster").asText().orElse(null), object.get("name").asText(""));
  }

  /** Parses {@code cluster/name} or {@code name}. */
  public static ObjectId parse(String kind, String id) {
    int slash = id.indexOf('/');
    String cluster = slash < 0 ? null : id.substring(0, slash);
    String name = id.substring(slash + 1);
    if (!Names.isLabel(name) || (cluster != null && !Names.isLabel(cluster))) {
      throw new DiagnosticException(
          Diagnostic.error(
              "Invalid import id",
              "\""
                  + id
                  + "\" is not the id of a "
                  + kind
                  + ". Use \"cluster/name\", or \"name\" for"
                  + " the default cluster."));
    }
    return new ObjectId(cluster, name);
  }

  @Override
  public String toString() {
    return cluster == null ? name : cluster + "/" + name;
  }
}
