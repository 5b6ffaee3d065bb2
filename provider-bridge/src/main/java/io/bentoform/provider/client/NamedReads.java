package io.bentoform.provider.client;

import io.bentoform.provider.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads objects by name, batching concurrent reads and reading ahead in the list where the API
 * supports it.
 */
final class NamedReads<T> {

  /** Keeps the URL short: a name has up to 63 characters. */
  private static final int MAX_BATCH = 50;

  /** Builds the path of an object, or of the list when no name is given. */
  interface Paths {
    String of(@Nullable String cluster, String... name);
  }

  private final HttpCaller caller;
  private final Supplier<Capabilities> capabilities;
  private final Paths paths;
  private final Function<JsonObject, T> form;
  private final ClusterQueries<String, Optional<T>> queries;
  private final Map<String, ReadAhead<T>> ahead = new ConcurrentHashMap<>();

  NamedReads(
      HttpCaller caller,
      Supplier<Capabilities> capabilities,
      Paths paths,
      Function<JsonObject, T> form) {
    this.caller = caller;
    this.capabilities = capabilities;
    this.paths = paths;
    this.form = form;
    this.queries = new ClusterQueries<>(MAX_BATCH, this::sendOne, this::sendBatch);
  }

  /** Finds an object by name. */
  Optional<T> find(@Nullable String cluster, String name) {
    Optional<T> read = ahead(cluster).take(name);
    return read.isPresent() ? read : queries.ask(cluster, name);
  }

  private ReadAhead<T> ahead(@Nullable String cluster) {
    return ahead.computeIfAbsent(
        cluster == null ? "" : cluster,
        key -> new ReadAhead<>(cursor -> page(cluster, cursor), caller::hasChanged));
  }

  private ReadAhead.Page<T> page(@Nullable String cluster, @Nullable String cursor) {
    JsonObject answer =
        caller.send(
            Call.get(paths.of(cluster))
                .with("count", Integer.toString(ReadAhead.PAGE))
                .with("after", cursor));
    return new ReadAhead.Page<>(byName(answer), answer.text("next"));
  }

  private Map<String, T> byName(JsonObject list) {
    Map<String, T> found = new HashMap<>();
    list.objects("items").forEach(each -> found.put(each.text("name", ""), form.apply(each)));
    return found;
  }

  private Map<String, Optional<T>> sendBatch(@Nullable String cluster, List<String> names) {
    // The names of a query are separated by commas.
    List<String> plain = names.stream().filter(name -> name.matches("[A-Za-z0-9.-]+")).toList();
    if (plain.size() < 2 || !capabilities.get().listsNamed()) {
      return Map.of();
    }
    Call call =
        Call.get(paths.of(cluster))
            .with("q", "named:" + String.join(",", plain))
            .with("count", Integer.toString(plain.size()));
    Map<String, T> found = byName(caller.send(call));
    ahead(cluster).readMore();
    return plain.stream()
        .collect(Collectors.toMap(name -> name, name -> Optional.ofNullable(found.get(name))));
  }

  private Optional<T> sendOne(@Nullable String cluster, String name) {
    try {
      return Optional.of(form.apply(caller.send(Call.get(paths.of(cluster, name)))));
    } catch (ApiException e) {
      if (e.kind() == ApiException.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
