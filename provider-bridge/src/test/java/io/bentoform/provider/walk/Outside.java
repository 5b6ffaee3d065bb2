package io.bentoform.provider.walk;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.provider.cty.Value;
import io.bentoform.provider.json.JsonObject;
import io.bentoform.provider.walk.Truth.Content;
import io.bentoform.provider.walk.Truth.Deployment;
import io.bentoform.provider.walk.Truth.Secret;
import io.bentoform.provider.walk.Truth.Seen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What others do meanwhile: with the API, and with what is true. */
final class Outside {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final Server server;
  private final Surroundings surroundings;

  Outside(Server server, Surroundings surroundings) {
    this.server = server;
    this.surroundings = surroundings;
  }

  static String path(String name) {
    return "/api/v1/org_secrets/" + name;
  }

  static String deploymentPath(String name) {
    return "/api/v2/deployments/" + name;
  }

  /** Makes the secret that is made elsewhere. */
  Truth begin(Truth truth, int next) {
    Map<String, Value> values = Map.of("X_0", surroundings.value(0));
    Value.Fields arguments =
        new Value.Fields(
            Map.of(
                "name",
                Value.text(surroundings.elsewhere()),
                "values_wo",
                new Value.Fields(values)));
    Secret secret =
        new Secret(
            next,
            Meaning.shown(arguments),
            new Content(Meaning.settings(arguments), values),
            1,
            false,
            false);
    Map<String, @Nullable Object> body = new TreeMap<>();
    body.put("name", secret.name());
    body.put("description", "");
    body.put("content", content(items(values)));
    server.require("POST", "/api/v1/org_secrets", body);
    return truth.with(Truth.ELSEWHERE, Optional.of(secret));
  }

  Truth act(Truth truth, Act act) {
    return switch (act.what()) {
      case OUTSIDE_RESTART -> truth.with(truth.deployment().map(each -> restart(truth, each)));
      case OUTSIDE_UNDEPLOY -> {
        truth.deployment().ifPresent(this::undeploy);
        yield truth.with(Optional.empty());
      }
      default -> {
        Secret there = truth.secrets().get(act.label());
        yield there == null ? truth : truth.with(act.label(), change(there, act));
      }
    };
  }

  private Optional<Secret> change(Secret there, Act act) {
    String key = Edits.key(act.label(), act.number());
    Map<String, Value> values = new TreeMap<>(there.content().values());
    switch (act.what()) {
      case OUTSIDE_DELETE -> {
        if (act.label().equals(Truth.ELSEWHERE)) {
          return Optional.of(there);
        }
        server.require("DELETE", path(there.name()), null);
        return Optional.empty();
      }
      case OUTSIDE_DESCRIPTION -> {
        Value text = Value.text("by others");
        server.require("PATCH", path(there.name()), Map.of("description", "by others"));
        return Optional.of(
            new Secret(
                there.identity(),
                there.shown().with("description", text),
                there.content(),
                there.revision(),
                there.moved(),
                there.tainted()));
      }
      case OUTSIDE_KEY -> values.put(key, surroundings.value(act.number()));
      default ->
          values.replaceAll(
              (each, value) -> each.equals(key) ? surroundings.value(act.number()) : value);
    }
    if (values.equals(there.content().values())) {
      return Optional.of(there);
    }
    write(there, values);
    return Optional.of(
        new Secret(
            there.identity(),
            there.shown(),
            new Content(there.content().settings(), values),
            there.revision() + 1,
            true,
            there.tainted()));
  }

  /** Writes values and leaves all else as it is. */
  private void write(Secret secret, Map<String, Value> values) {
    JsonObject content = server.require("GET", path(secret.name()), null).object("content");
    Map<String, String> subPaths = new HashMap<>();
    for (JsonObject item : content.objects("items")) {
      subPaths.put(item.text("key", ""), item.text("sub_path", ""));
    }
    List<Map<String, @Nullable Object>> items = items(values);
    items.forEach(
        item -> {
          String subPath = subPaths.getOrDefault(String.valueOf(item.get("key")), "");
          item.put("sub_path", subPath.isEmpty() ? null : subPath);
        });
    Map<String, @Nullable Object> body = content(items);
    List.of("type", "path", "stage").forEach(name -> body.put(name, content.raw(name)));
    server.require("PATCH", path(secret.name()), Map.of("content", body));
  }

  private static List<Map<String, @Nullable Object>> items(Map<String, Value> values) {
    List<Map<String, @Nullable Object>> items = new ArrayList<>();
    values.forEach(
        (key, value) -> {
          Map<String, @Nullable Object> item = new TreeMap<>();
          item.put("key", key);
          item.put("value", value.asText().orElseThrow());
          items.add(item);
        });
    return items;
  }

  private static Map<String, @Nullable Object> content(List<Map<String, @Nullable Object>> items) {
    Map<String, @Nullable Object> content = new TreeMap<>();
    content.put("type", "env");
    content.put("stage", "runtime");
    content.put("items", items);
    return content;
  }

  private void undeploy(Deployment there) {
    server.require("DELETE", deploymentPath(there.name()), null);
    await("the end of the deployment", there.name(), answer -> answer.status() == 404);
  }

  /** Waits until a deployment, if there is one of this name, is not about to change. */
  void awaitSettled(String name) {
    await(
        "the rollout or the end of the deployment",
        name,
        answer ->
            answer.status() == 404 || answer.body().text("status", "").equals("scaled-to-zero"));
  }

  private void await(String what, String name, Predicate<Server.Answer> condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.test(server.call("GET", deploymentPath(name), null))) {
      assertThat(System.nanoTime()).as("%s took too long", what).isLessThan(deadline);
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** A restart that is refused, as when a secret is missing, changes nothing. */
  private Deployment restart(Truth truth, Deployment there) {
    String path = deploymentPath(there.name()) + "/void_update?cluster=";
    if (server.call("PUT", path, null).status() != 200) {
      return there;
    }
    awaitSettled(there.name());
    Map<String, Seen> held = new HashMap<>(there.held());
    held.replaceAll((name, before) -> truth.seen().getOrDefault(name, before));
    return new Deployment(
        there.identity(),
        there.name(),
        there.shown(),
        there.runs(),
        there.names(),
        held,
        there.revision() + 1,
        there.tainted());
  }

  /** The keys whose values at the server are not these. */
  Set<String> different(String name, Map<String, Value> values) {
    JsonObject answer =
        server.require("POST", path(name) + "/compare", Map.of("items", items(values)));
    Set<String> different = new TreeSet<>(answer.texts("changed"));
    different.addAll(answer.texts("added"));
    different.addAll(answer.texts("removed"));
    return different;
  }
}
