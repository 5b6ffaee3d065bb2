package io.bentoform.provider.bentocloud.data;

import io.bentoform.provider.bentocloud.ApiAccess;
import io.bentoform.provider.bentocloud.ClusterSchemas;
import io.bentoform.provider.bentocloud.ObjectId;
import io.bentoform.provider.client.ControlApi;
import io.bentoform.provider.json.JsonObject;
import io.bentoform.provider.resource.DataSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Clusters, and the instance types of a cluster. */
final class ClusterData {

  private static final Columns CLUSTER =
      Columns.of(
          Column.text("uid", "Unique id of the cluster."),
          Column.text("description", "Description."),
          Column.flag(
              "is_default", "Whether it is the default cluster.", json -> json.flag("is_first")),
          Column.text("created_at", "When it was created, in RFC 3339."),
          EngineData.ENGINE);

  private static final Columns INSTANCE_TYPE =
      Columns.of(
          Column.text(
              "name",
              "Name, as in `instance_type` of a service.",
              json -> json.optional("display_name")),
          Column.text("description", "Description."),
          Column.text(
              "price",
              "Price as it is shown to users.",
              json -> json.object("config").optional("price")),
          limit("cpu", "Processors of a replica, such as `500m` (half of one) or `2`."),
          limit("memory", "Memory of a replica, such as `2Gi`."),
          limit("gpu", "Number of GPUs of a replica; empty for none."),
          gpu("gpu_type", "type", "Type of the GPUs; empty for none."),
          gpu(
              "gpu_memory",
              "memory",
              "Memory of each GPU, such as `24Gi`; empty when it is not known."));

  private ClusterData() {}

  static List<DataSource> sources(ApiAccess access) {
    return List.of(cluster(access), clusters(access), instanceTypes(access));
  }

  private static DataSource cluster(ApiAccess access) {
    Columns all = CLUSTER.and(EngineData.HEALTH);
    return new Lookup(
        access,
        "bentocloud_cluster",
        Lookup.schema(
            "Reads a cluster, with the health of its engine.",
            List.of(Lookup.nameArgument("cluster")),
            all.attributes()),
        "read the cluster",
        (api, question) -> all.values(find(api, question.text(Lookup.NAME))));
  }

  private static JsonObject find(ControlApi api, String name) {
    return api.objects("api", "v1", "clusters")
        .find(null, name)
        .orElseThrow(() -> Lookup.unknown("cluster", name));
  }

  private static DataSource clusters(ApiAccess access) {
    Columns each = CLUSTER.after(Column.text(Lookup.NAME, "Name of the cluster."));
    return new Lookup(
        access,
        "bentocloud_clusters",
        Lookup.schema("Lists all clusters.", List.of(), each.listed("clusters", "All clusters.")),
        "list the clusters",
        (api, question) ->
            Map.of("clusters", each.list(api.objects("api", "v1", "clusters").all(null, null))));
  }

  /** The API answers with a bare array, so they are read with their cluster. */
  private static DataSource instanceTypes(ApiAccess access) {
    return new Lookup(
        access,
        "bentocloud_instance_types",
        Lookup.schema(
            "Lists the instance types of a cluster.",
            List.of(ClusterSchemas.clusterArgument()),
            INSTANCE_TYPE.listed("instance_types", "The instance types, in the cluster's order.")),
        "list the instance types",
        (api, question) -> {
          String cluster = Objects.requireNonNullElse(question.cluster(), ObjectId.DEFAULT_CLUSTER);
          return Map.of(
              "instance_types",
              INSTANCE_TYPE.list(find(api, cluster).objects("resource_instances")));
        });
  }

  private static Column limit(String name, String description) {
    return Column.text(
        name,
        description,
        of(json -> json.object("config").object("resources").object("limits"), name));
  }

  private static Column gpu(String name, String member, String description) {
    return Column.text(
        name, description, of(json -> json.object("config").object("gpu_config"), member));
  }

  private static Function<JsonObject, Optional<String>> of(
      Function<JsonObject, JsonObject> part, String member) {
    return json -> Optional.of(part.apply(json).text(member, ""));
  }
}
