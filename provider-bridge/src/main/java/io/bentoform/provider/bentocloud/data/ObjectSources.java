package io.bentoform.provider.bentocloud.data;

import io.bentoform.provider.bentocloud.ApiAccess;
import io.bentoform.provider.bentocloud.ClusterSchemas;
import io.bentoform.provider.cty.Type;
import io.bentoform.provider.json.JsonObject;
import io.bentoform.provider.resource.DataSource;
import io.bentoform.provider.schema.Attribute;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The two data sources of a kind of object that lives in a cluster: one by its name, and the list
 * of all.
 *
 * @param word in the singular, as in type names and messages
 * @param path of the list in the API, as segments
 * @param columns without name and cluster
 */
record ObjectSources(ApiAccess access, String word, List<String> path, Columns columns) {

  private static final String QUERY = "query";

  List<DataSource> both() {
    return List.of(one(), all());
  }

  private DataSource one() {
    return new Lookup(
        access,
        "bentocloud_" + word,
        Lookup.schema(
            "Reads a " + word + ", without changing anything.",
            List.of(Lookup.nameArgument(word), ClusterSchemas.clusterArgument()),
            columns.attributes()),
        "read the " + word,
        (api, question) -> {
          String name = question.text(Lookup.NAME);
          return columns.values(
              api.objects(path.toArray(String[]::new))
                  .find(question.cluster(), name)
                  .orElseThrow(() -> Lookup.unknown(word, name)));
        });
  }

  private DataSource all() {
    String list = word + "s";
    Columns each =
        columns.after(
            Column.text(Lookup.NAME, "Name, unique in its cluster."),
            Column.text(
                Lookup.CLUSTER,
                "Name of the cluster.",
                json -> json.object("cluster").optional("name")));
    return new Lookup(
        access,
        "bentocloud_" + list,
        Lookup.schema(
            "Lists the " + list + " of a cluster.",
            List.of(
                ClusterSchemas.clusterArgument(),
                Attribute.optional(QUERY, Type.STRING)
                    .describedAs(
                        "Lists only matching "
                            + list
                            + ", in the query language of the API's lists,"
                            + " such as `creator:ada`. Without it all are listed.")),
            each.listed(list, "All matching " + list + ", sorted by name.")),
        "list the " + list,
        (api, question) ->
            Map.of(
                list,
                each.list(
                    api
                        .objects(path.toArray(String[]::new))
                        .all(question.cluster(), question.optional(QUERY))
                        .stream()
                        .sorted(Comparator.comparing((JsonObject json) -> json.text("name", "")))
                        .toList())));
  }
}
