package io.bentoform.provider.acceptance;

import com.github.tomakehurst.wiremock.extension.ResponseTransformerV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.bentoform.provider.json.Json;
import io.bentoform.provider.json.JsonObject;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A BentoCloud that knows its contract (B3, C2, C3) and nothing more: unknown members and query
 * parameters are refused, values never come back, and there are no revisions and no check-and-set.
 */
final class PlainCloud implements ResponseTransformerV2 {

  private static final String SECRETS = "/api/v1/org_secrets";
  private static final String DEPLOYMENTS = "/api/v2/deployments";
  private static final Map<String, Set<String>> MEMBERS =
      Map.of(
          SECRETS,
          Set.of("name", "description", "content"),
          DEPLOYMENTS,
          Set.of(
              "name",
              "dev",
              "bento",
              "access_authorization",
              "envs",
              "labels",
              "secrets",
              "services",
              "canary"));
  private static final Set<String> PARAMETERS = Set.of("cluster", "start", "count", "q", "search");

  private final Map<String, Map<String, JsonObject>> objects =
      new TreeMap<>(Map.of(SECRETS, new TreeMap<>(), DEPLOYMENTS, new TreeMap<>()));
  private final AtomicInteger uids = new AtomicInteger();

  /** The names that there are. */
  synchronized Set<String> names(String list) {
    return Set.copyOf(objects.getOrDefault(list, Map.of()).keySet());
  }

  @Override
  public String getName() {
    return "plain-cloud";
  }

  @Override
  public synchronized Response transform(Response response, ServeEvent event) {
    Request request = event.getRequest();
    URI uri = URI.create(request.getUrl());
    for (String list : MEMBERS.keySet()) {
      if (uri.getPath().equals(list) || uri.getPath().startsWith(list + "/")) {
        String name = uri.getPath().substring(list.length()).replaceFirst("^/", "");
        Set<String> unknown = parameters(uri);
        unknown.removeAll(PARAMETERS);
        return unknown.isEmpty()
            ? answer(list, name, request.getMethod().getName(), body(request))
            : answer(400, "{\"error\": \"unknown parameters " + unknown + "\"}");
      }
    }
    return answer(404, "{}");
  }

  private static Set<String> parameters(URI uri) {
    Set<String> names = new TreeSet<>();
    if (uri.getQuery() != null) {
      for (String pair : uri.getQuery().split("&", -1)) {
        names.add(pair.replaceFirst("=.*", ""));
      }
    }
    return names;
  }

  private static JsonObject body(Request request) {
    try {
      String text = request.getBodyAsString();
      return JsonObject.of(text.isEmpty() ? Map.of() : Json.parse(text)).orElseThrow();
    } catch (Json.ParseException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private Response answer(String list, String name, String method, JsonObject body) {
    Map<String, JsonObject> there = objects.getOrDefault(list, new TreeMap<>());
    Set<String> unknown = new TreeSet<>(body.members().keySet());
    unknown.removeAll(MEMBERS.getOrDefault(list, Set.of()));
    if (!unknown.isEmpty()) {
      return answer(400, "{\"error\": \"unknown members " + unknown + "\"}");
    }
    if (method.equals("POST")) {
      String made = body.text("name", "");
      if (there.containsKey(made)) {
        return answer(409, "{\"error\": \"exists\"}");
      }
      there.put(made, known(list, made, "uid-" + uids.incrementAndGet(), body));
      return answer(200, Json.write(there.get(made).members()));
    }
    JsonObject before = there.get(name);
    if (before == null) {
      return answer(404, "{\"error\": \"not found\"}");
    }
    if (method.equals("DELETE")) {
      there.remove(name);
    } else if (!method.equals("GET")) {
      there.put(name, known(list, name, before.text("uid", ""), body));
    }
    return answer(200, Json.write(there.getOrDefault(name, before).members()));
  }

  private static JsonObject known(String list, String name, String uid, JsonObject body) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("uid", uid);
    object.put("name", name);
    object.put("created_at", "2026-05-01T10:11:12Z");
    object.put("creator", Map.of("name", "ada", "email", "", "first_name", "", "last_name", ""));
    object.put("cluster", Map.of("name", "default"));
    if (list.equals(SECRETS)) {
      object.put("description", body.text("description", ""));
      object.put("content", withoutValues(body.object("content")));
    } else {
      object.put("status", "running");
      object.put("urls", List.of("https://" + name + ".example.org"));
      object.put("labels", body.raw("labels"));
      object.put("latest_revision", Map.of("targets", List.of(target(body))));
    }
    return new JsonObject(object);
  }

  private static Map<String, @Nullable Object> withoutValues(JsonObject content) {
    Map<String, @Nullable Object> kept = new LinkedHashMap<>(content.members());
    kept.put(
        "items",
        content.objects("items").stream()
            .map(
                item -> {
                  Map<String, @Nullable Object> shown = new LinkedHashMap<>(item.members());
                  shown.put("value", null);
                  return shown;
                })
            .toList());
    return kept;
  }

  private static Map<String, @Nullable Object> target(JsonObject body) {
    String[] bento = body.text("bento", ":").split(":", 2);
    Map<String, @Nullable Object> target = new LinkedHashMap<>();
    target.put("name", "main");
    target.put("bento", Map.of("version", bento[1], "repository", Map.of("name", bento[0])));
    target.put("config", body.members());
    return target;
  }

  private static Response answer(int status, String body) {
    return Response.response().status(status).body(body).build();
  }
}
