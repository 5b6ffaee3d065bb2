package io.bentoform.provider.client;

import io.bentoform.provider.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Objects of one kind as the API sends them. A null cluster means the API's default cluster, or
 * that the objects belong to no cluster.
 */
public final class JsonObjects {

  private static final int PAGE = 500;

  private final HttpCaller caller;
  private final List<String> path;

  JsonObjects(HttpCaller caller, List<String> path) {
    this.caller = caller;
    this.path = List.copyOf(path);
  }

  private String path(@Nullable String cluster, String... more) {
    List<String> segments = new ArrayList<>(path);
    segments.addAll(List.of(more));
    return Call.path(cluster, segments);
  }

  /** Finds an object by its name, or its version, or its uid: what ends its address. */
  public Optional<JsonObject> find(@Nullable String cluster, String name) {
    try {
      return Optional.of(caller.send(Call.get(path(cluster, name))));
    } catch (ApiException e) {
      if (e.kind() == ApiException.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * All objects, in the order of the API.
   *
   * @param query in the query language of lists, such as {@code name:x}; null for all
   */
  public List<JsonObject> all(@Nullable String cluster, @Nullable String query) {
    List<JsonObject> found = new ArrayList<>();
    Call list = Call.get(path(cluster)).with("q", query).with("count", Integer.toString(PAGE));
    JsonObject page = caller.send(list);
    found.addAll(page.objects("items"));
    while (!page.objects("items").isEmpty() && isMore(page, found.size())) {
      String next = page.text("next");
      page =
          caller.send(
              next == null
                  ? list.with("start", Integer.toString(found.size()))
                  : list.with("after", next));
      found.addAll(page.objects("items"));
    }
    return found;
  }

  /** A plain BentoCloud tells how many there are, and has no cursor. */
  private static boolean isMore(JsonObject page, int found) {
    Long total = page.integer("total");
    return page.has("next") || (total != null && found < total);
  }

  /**
   * Creates an object.
   *
   * @param hidden values in the body that must not appear in error messages
   */
  public JsonObject create(
      @Nullable String cluster, Map<String, @Nullable Object> body, Set<String> hidden) {
    return caller.send(Call.create(path(cluster), body).hiding(hidden));
  }

  /**
   * Changes an object.
   *
   * @param uid null changes any object of this name
   * @param hidden values in the body that must not appear in error messages
   */
  public JsonObject update(
      @Nullable String cluster,
      String name,
      @Nullable String uid,
      Map<String, @Nullable Object> body,
      Set<String> hidden) {
    return caller.send(
        Call.change("PATCH", path(cluster, name), body).with("expected_uid", uid).hiding(hidden));
  }

  /**
   * Deletes an object. Succeeds when it no longer exists; another object of the same name is not
   * deleted.
   *
   * @param uid null deletes any object of this name
   */
  public void delete(@Nullable String cluster, String name, @Nullable String uid) {
    delete(caller, path(cluster, name), uid);
  }

  /** Deletes what has an address, as {@link #delete(String, String, String)} does. */
  static void delete(HttpCaller caller, String path, @Nullable String uid) {
    try {
      caller.send(Call.delete(path).with("expected_uid", uid));
    } catch (ApiException e) {
      if (!e.isGone()) {
        throw e;
      }
    }
  }

  /** A question about an object, which changes nothing. */
  public JsonObject ask(
      @Nullable String cluster, String name, String question, Map<String, @Nullable Object> body) {
    return caller.send(Call.ask(path(cluster, name, question), body));
  }
}
