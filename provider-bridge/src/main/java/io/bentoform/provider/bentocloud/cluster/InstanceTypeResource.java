package io.bentoform.provider.bentocloud.cluster;

import io.bentoform.provider.bentocloud.ApiAccess;
import io.bentoform.provider.bentocloud.ApiObject;
import io.bentoform.provider.bentocloud.ClusterSchemas;
import io.bentoform.provider.bentocloud.ObjectId;
import io.bentoform.provider.bentocloud.PlainObject;
import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.json.JsonObject;
import io.bentoform.provider.plan.PlanBuilder;
import io.bentoform.provider.resource.Planned;
import io.bentoform.provider.resource.PrivateState;
import io.bentoform.provider.resource.Stored;
import io.bentoform.provider.schema.Attribute;
import io.bentoform.provider.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code bentocloud_instance_type}: what a replica of a service gets of a cluster's machines. */
public final class InstanceTypeResource extends PlainObject {

  private static final String NAME = ApiObject.NAME;
  private static final String CLUSTER = ApiObject.CLUSTER;
  private static final String DESCRIPTION = "description";
  private static final String PRICE = "price";
  private static final String CPU = "cpu";
  private static final String MEMORY = "memory";
  private static final String GPU = "gpu";
  private static final String GPU_TYPE = "gpu_type";
  private static final String GPU_MEMORY = "gpu_memory";
  private static final List<String> LIMITS = List.of(CPU, MEMORY, GPU);

  private static final Schema SCHEMA =
      Schema.of(
          0,
          "Manages an instance type of a cluster: how much processor, memory and GPU a replica gets."
              + " It can be destroyed when no deployment uses it. Needs the token of an administrator.",
          Attribute.required(NAME, Type.STRING)
              .replaces()
              .describedAs(
                  "Name, as in `instance_type` of a service. Changing it replaces the instance"
                      + " type."),
          ClusterSchemas.cluster(),
          text(DESCRIPTION, "", "Description. Defaults to `\"\"`."),
          text(
              PRICE,
              "*",
              "Price as it is shown to users. Defaults to `*`, which means that it is not shown."),
          Attribute.required(CPU, Type.STRING)
              .describedAs("Processors of a replica, such as `500m` (half of one) or `2`."),
          Attribute.required(MEMORY, Type.STRING)
              .describedAs("Memory of a replica, such as `2Gi`."),
          text(
              GPU,
              "",
              "Number of GPUs of a replica, such as `1`. Defaults to `\"\"`, which means none."),
          text(
              GPU_TYPE,
              "",
              "Type of the GPUs, such as `nvidia-l4`. Required with `gpu`. Defaults to `\"\"`."),
          text(GPU_MEMORY, "", "Memory of each GPU, such as `24Gi`. Defaults to `\"\"`."),
          ClusterSchemas.READ.attribute(),
          ClusterSchemas.uid("instance type"));

  private static final Schema IDENTITY =
      Schema.of(
          0,
          "",
          Attribute.required(NAME, Type.STRING).describedAs("Name, unique in its cluster."),
          Attribute.optional(CLUSTER, Type.STRING).describedAs(ClusterSchemas.CLUSTER_TEXT));

  public InstanceTypeResource(ApiAccess access) {
    super(access, "instance_type", SCHEMA, IDENTITY, "api", "v1", "instance_types");
  }

  private static Attribute text(String name, String otherwise, String description) {
    return Attribute.optionalComputed(name, Type.STRING)
        .withDefault(Value.text(otherwise))
        .describedAs(description);
  }

  @Override
  protected @Nullable String cluster(Value.Fields object) {
    return object.get(CLUSTER).asText().orElse(null);
  }

  @Override
  public Planned planCreate(Value.Fields proposed, Value.Fields config, PrivateState privateState) {
    PlanBuilder plan = PlanBuilder.create(schema(), proposed, config);
    ApiAccess.Connection.Ready ready = access.readyOrNull();
    if (ready != null && plan.isUnset(CLUSTER)) {
      plan.set(
          CLUSTER,
          Value.text(Objects.requireNonNullElse(ready.cluster(), ObjectId.DEFAULT_CLUSTER)));
    }
    return Planned.of(plan, PrivateState.EMPTY);
  }

  @Override
  protected Map<String, @Nullable Object> body(Value.Fields goal) {
    Map<String, @Nullable Object> body = new TreeMap<>();
    for (String name : List.of(DESCRIPTION, PRICE, CPU, MEMORY, GPU, GPU_TYPE, GPU_MEMORY)) {
      body.put(name, goal.get(name).asText(""));
    }
    return body;
  }

  @Override
  protected Map<String, Value> values(Value.Fields known, JsonObject json) {
    JsonObject config = json.object("config");
    Map<String, Value> values = new TreeMap<>();
    values.put(
        CLUSTER,
        known.get(CLUSTER).isPresent() ? known.get(CLUSTER) : Value.text(ObjectId.DEFAULT_CLUSTER));
    values.put(DESCRIPTION, Value.text(json.text(DESCRIPTION, "")));
    values.put(PRICE, Value.text(config.text(PRICE, "*")));
    JsonObject limits = config.object("resources").object("limits");
    LIMITS.forEach(name -> values.put(name, Value.text(limits.text(name, ""))));
    values.put(GPU_TYPE, Value.text(config.object("gpu_config").text("type", "")));
    values.put(GPU_MEMORY, Value.text(config.object("gpu_config").text("memory", "")));
    return values;
  }

  @Override
  public Stored importById(String id) {
    int slash = id.indexOf('/');
    ObjectId object =
        new ObjectId(slash < 0 ? null : id.substring(0, slash), id.substring(slash + 1));
    return imported(object);
  }

  private Stored imported(ObjectId id) {
    String fallback = access.ready().cluster();
    return imported(
        Map.of(
            NAME, Value.text(id.name()),
            CLUSTER, Value.ofText(id.cluster() == null ? fallback : id.cluster())));
  }

  @Override
  public Stored importByIdentity(Value.Fields identity) {
    return imported(ObjectId.of(identity));
  }
}
