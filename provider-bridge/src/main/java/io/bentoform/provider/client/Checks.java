package io.bentoform.provider.client;

import io.bentoform.provider.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Dry-run checks of deployments, batched where the API supports it. */
final class Checks {

  /** Keeps the body small: a configuration has some kilobytes. */
  private static final int MAX_BATCH = 50;

  private final HttpCaller caller;
  private final Supplier<Capabilities> capabilities;
  private final NamedReads.Paths paths;
  private final ClusterQueries<Map<String, @Nullable Object>, CheckResult> queries;

  Checks(HttpCaller caller, Supplier<Capabilities> capabilities, NamedReads.Paths paths) {
    this.caller = caller;
    this.capabilities = capabilities;
    this.paths = paths;
    this.queries = new ClusterQueries<>(MAX_BATCH, this::sendOne, this::sendBatch);
  }

  CheckResult check(@Nullable String cluster, Map<String, @Nullable Object> body) {
    return queries.ask(cluster, body);
  }

  private Map<Map<String, @Nullable Object>, CheckResult> sendBatch(
      @Nullable String cluster, List<Map<String, @Nullable Object>> bodies) {
    if (!capabilities.get().checksManyDeployments()) {
      return Map.of();
    }
    Map<String, @Nullable Object> body = Call.members();
    body.put("deployments", bodies);
    List<JsonObject> answers =
        caller.send(Call.ask(paths.of(cluster, "check_many"), body)).objects("items");
    Map<Map<String, @Nullable Object>, CheckResult> checked = new HashMap<>();
    for (int i = 0; i < Math.min(bodies.size(), answers.size()); i++) {
      checked.put(bodies.get(i), CheckResult.of(answers.get(i)));
    }
    return checked;
  }

  private CheckResult sendOne(@Nullable String cluster, Map<String, @Nullable Object> body) {
    return CheckResult.of(caller.send(Call.ask(paths.of(cluster, "check"), body)));
  }
}
