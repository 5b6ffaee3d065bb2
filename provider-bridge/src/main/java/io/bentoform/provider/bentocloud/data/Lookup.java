package io.bentoform.provider.bentocloud.data;

import io.bentoform.provider.bentocloud.ApiAccess;
import io.bentoform.provider.bentocloud.ApiErrors;
import io.bentoform.provider.bentocloud.ClusterSchemas;
import io.bentoform.provider.client.ControlApi;
import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.diag.DiagnosticException;
import io.bentoform.provider.resource.DataSource;
import io.bentoform.provider.resource.Timeouts;
import io.bentoform.provider.schema.Attribute;
import io.bentoform.provider.schema.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A data source of what the API has: arguments that say what is meant, and the attributes of the
 * answer.
 *
 * @param reading for the message of a failure, such as {@code read the clusters}
 */
record Lookup(ApiAccess access, String typeName, Schema schema, String reading, Answer answer)
    implements DataSource {

  /** Finds the answer. */
  interface Answer {
    /**
     * The computed attributes.
     *
     * @throws io.bentoform.provider.diag.DiagnosticException when there is no such object
     */
    Map<String, Value> of(ControlApi api, Question question);
  }

  /**
   * What is asked.
   *
   * @param cluster the configured one, else that of the provider; null for the API's default
   */
  record Question(Value.Fields config, @Nullable String cluster) {

    String text(String argument) {
      return config.get(argument).asText("");
    }

    @Nullable String optional(String argument) {
      return config.get(argument).asText().orElse(null);
    }
  }

  static final String NAME = "name";
  static final String CLUSTER = "cluster";

  static Attribute nameArgument(String of) {
    return Attribute.required(NAME, Type.STRING).describedAs("Name of the " + of + ".");
  }

  static Schema schema(String description, List<Attribute> arguments, Attribute... answer) {
    return Schema.of(
        0,
        description,
        Stream.of(
                arguments.stream(),
                Stream.of(ClusterSchemas.READ.attribute()),
                Arrays.stream(answer))
            .flatMap(attributes -> attributes)
            .toArray(Attribute[]::new));
  }

  static DiagnosticException unknown(String kind, String name) {
    return new DiagnosticException(
        Diagnostic.error(
            Path.of(NAME),
            "There is no " + kind + " \"" + name + "\"",
            "Check the name, the cluster, and that the API token may read it."));
  }

  @Override
  public Timeouts timeouts() {
    return ClusterSchemas.READ;
  }

  @Override
  public Data read(Value.Fields config) {
    ApiAccess.Connection.Ready ready = access.ready();
    String cluster = config.get(CLUSTER).asText().orElse(ready.cluster());
    Map<String, Value> result = new TreeMap<>(config.entries());
    result.putAll(
        ApiErrors.call(reading, () -> answer.of(ready.api(), new Question(config, cluster))));
    return new Data(new Value.Fields(result));
  }
}
