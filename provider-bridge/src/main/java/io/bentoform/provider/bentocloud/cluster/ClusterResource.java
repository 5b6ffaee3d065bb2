package io.bentoform.provider.bentocloud.cluster;

import io.bentoform.provider.bentocloud.ApiAccess;
import io.bentoform.provider.bentocloud.ApiObject;
import io.bentoform.provider.bentocloud.ClusterSchemas;
import io.bentoform.provider.bentocloud.PlainObject;
import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.json.JsonObject;
import io.bentoform.provider.resource.Stored;
import io.bentoform.provider.schema.Attribute;
import io.bentoform.provider.schema.Schema;
import io.bentoform.provider.validation.Validators;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code bentocloud_cluster}: a cluster, which secrets and deployments are in. */
public final class ClusterResource extends PlainObject {

  private static final String NAME = ApiObject.NAME;
  private static final String DESCRIPTION = "description";
  private static final String CREATED_AT = "created_at";

  private static final Schema SCHEMA =
      Schema.of(
          0,
          "Manages a cluster, which keeps names and instance types apart. It starts with the standard"
              + " instance types, and can be destroyed when it has no secrets and no deployments."
              + " Needs the token of an administrator.",
          Attribute.required(NAME, Type.STRING)
              .replaces()
              .describedAs("Name of the cluster. Changing it replaces the cluster.")
              .checkedBy(Validators.label()),
          Attribute.optionalComputed(DESCRIPTION, Type.STRING)
              .withDefault(Value.text(""))
              .describedAs("Description. Defaults to `\"\"`."),
          ClusterSchemas.READ.attribute(),
          ClusterSchemas.uid("cluster"),
          Attribute.computed(CREATED_AT, Type.STRING)
              .keepsPrior()
              .describedAs("When it was created, in RFC 3339."));

  private static final Schema IDENTITY =
      Schema.of(0, "", Attribute.required(NAME, Type.STRING).describedAs("Name of the cluster."));

  public ClusterResource(ApiAccess access) {
    super(access, "cluster", SCHEMA, IDENTITY, "api", "v1", "clusters");
  }

  @Override
  protected Map<String, @Nullable Object> body(Value.Fields goal) {
    Map<String, @Nullable Object> body = new TreeMap<>();
    body.put(DESCRIPTION, goal.get(DESCRIPTION).asText(""));
    return body;
  }

  @Override
  protected Map<String, Value> values(Value.Fields known, JsonObject json) {
    return Map.of(
        DESCRIPTION, Value.text(json.text(DESCRIPTION, "")),
        CREATED_AT, Value.ofText(json.text(CREATED_AT)));
  }

  @Override
  public Stored importById(String id) {
    return imported(Map.of(NAME, Value.text(id)));
  }
}
