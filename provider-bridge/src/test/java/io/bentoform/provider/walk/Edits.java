package io.bentoform.provider.walk;

import io.bentoform.provider.cty.Value;
import io.bentoform.provider.walk.Wanted.Attachment;
import io.bentoform.provider.walk.Wanted.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Changes of a configuration. Each answers one that is valid; what makes no sense does nothing. */
final class Edits {

  private static final Value NONE = Value.ofNull();
  private static final Value EMPTY = new Value.Fields(Map.of());
  private static final List<Value> MAPS =
      List.of(NONE, EMPTY, Value.mapOfText(Map.of("A", "1")), Value.mapOfText(Map.of("A", "2")));
  private static final List<Form> FORMS = List.of(Form.values());
  private static final List<Value> FLAGS = List.of(NONE, Value.bool(true), Value.bool(false));

  private final Surroundings surroundings;

  Edits(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  Wanted secret(Wanted wanted, Act act) {
    Value.Fields before = wanted.secrets().get(act.label());
    if (before == null) {
      if (act.what() != Act.What.VALUE) {
        return wanted;
      }
      before = new Value.Fields(Map.of("name", Value.text(surroundings.name(act.label(), 0))));
    }
    return act.what() == Act.What.REMOVE
        ? wanted.withoutSecret(act.label())
        : wanted.withSecret(act.label(), secret(before, act));
  }

  private Value.Fields secret(Value.Fields before, Act act) {
    int number = act.number();
    String key = key(act.label(), number);
    return switch (act.what()) {
      case VALUE -> with(before, "values_wo", key, surroundings.value(number));
      case DROP_KEY ->
          before.get("values_wo").asMap().size() > 1
              ? with(with(before, "values_wo", key, NONE), "sub_paths", key, NONE)
              : before;
      case TYPE ->
          before
              .with("type", choose(number, NONE, Value.text("file"), Value.text("env")))
              .with("path", NONE)
              .with("sub_paths", NONE);
      case PATH -> isFile(before) ? before.with("path", path(number)) : before;
      case SUB_PATH ->
          isFile(before) && before.get("values_wo").asMap().containsKey(key)
              ? with(before, "sub_paths", key, choose(number / 3, Value.text("x"), NONE))
              : before;
      case STAGE ->
          before.with("stage", choose(number, NONE, Value.text("runtime"), Value.text("all")));
      case DESCRIPTION ->
          before.with("description", choose(number, NONE, Value.text(""), Value.text("text")));
      case VERSION ->
          before.with("values_wo_version", choose(number, NONE, Value.text("1"), Value.text("2")));
      case RENAME -> before.with("name", Value.text(surroundings.name(act.label(), number)));
      case SECRET_CLUSTER -> before.with("cluster", choose(number, NONE, Value.text("default")));
      default -> throw new AssertionError(act.what());
    };
  }

  static String key(String label, int number) {
    return label.toUpperCase(Locale.ROOT) + "_" + number % 3;
  }

  static boolean isFile(Value.Fields secret) {
    return secret.get("type").equals(Value.text("file"));
  }

  private static Value path(int number) {
    return choose(
        number,
        NONE,
        Value.text("$BENTOML_HOME/one"),
        Value.text("$BENTOML_HOME/one/"),
        Value.text("$BENTOML_HOME/two"));
  }

  private static Value choose(int number, Value... values) {
    return values[number % values.length];
  }

  private static Value choose(int number, List<Value> values) {
    return values.get(number % values.size());
  }

  /** The object with one entry of a map set, or removed. */
  private static Value.Fields with(Value.Fields object, String map, String key, Value value) {
    Map<String, Value> entries = new TreeMap<>(object.get(map).asMap());
    if (value.isNull()) {
      entries.remove(key);
    } else {
      entries.put(key, value);
    }
    boolean untouched = entries.equals(object.get(map).asMap());
    return untouched ? object : object.with(map, new Value.Fields(entries));
  }

  Wanted deployment(Wanted wanted, Act act) {
    int number = act.number();
    return switch (act.what()) {
      case UNDEPLOY -> new Wanted(wanted.secrets(), Optional.empty(), Optional.empty());
      case ATTACH -> attach(wanted, act);
      case DETACH ->
          wanted.withoutAttachment(act.label()).withoutAttachment(surroundings.elsewhere());
      case REORDER -> wanted.withAttached(wanted.attachments().reversed());
      default -> wanted.withDeployment(deployment(deployed(wanted), act.what(), number));
    };
  }

  private static Value.Fields deployed(Wanted wanted) {
    return wanted
        .deployment()
        .orElseGet(
            () ->
                new Value.Fields(
                    Map.of("bento", Value.text(Server.BENTO), "services", services(Map.of()))));
  }

  private Wanted attach(Wanted wanted, Act act) {
    Form form = FORMS.get(act.number() % FORMS.size());
    if (form != Form.LITERAL && !wanted.secrets().containsKey(act.label())) {
      return wanted;
    }
    String name = form == Form.LITERAL ? surroundings.elsewhere() : act.label();
    List<Attachment> list = new ArrayList<>(wanted.withoutAttachment(name).attachments());
    list.add(act.number() % (list.size() + 1), new Attachment(name, form));
    return wanted.withDeployment(deployed(wanted)).withAttached(list);
  }

  private Value.Fields deployment(Value.Fields before, Act.What what, int number) {
    return switch (what) {
      case DEPLOY -> before;
      case DEPLOYMENT_NAME ->
          before.with(
              "name",
              choose(
                  number,
                  NONE,
                  Value.text(surroundings.name("d", 0)),
                  Value.text(surroundings.name("d", 1))));
      case BENTO ->
          before.with(
              "bento", choose(number, Value.text(Server.BENTO), Value.text(Server.NEXT_BENTO)));
      case ENVS -> before.with("envs", choose(number, MAPS));
      case LABELS -> before.with("labels", choose(number, MAPS));
      case TRIGGER -> before.with("restart_trigger", choose(number, MAPS));
      case ACCESS -> before.with("access_authorization", choose(number, FLAGS));
      case RECREATE -> before.with("recreate_on_key_change", choose(number, FLAGS));
      case WAIT -> before.with("wait_for_rollout", choose(number, FLAGS));
      case TIMEOUTS ->
          before.with("timeouts", choose(number, NONE, timeouts("5m"), timeouts("300s")));
      case CANARY -> before.with("canary", canary(number));
      default -> before.with("services", service(before.get("services"), what, number));
    };
  }

  private static Value timeouts(String create) {
    return new Value.Fields(Map.of("create", Value.text(create), "update", NONE, "delete", NONE));
  }

  /** None in two spellings, then such that leave different things to the main version. */
  private static Value canary(int number) {
    Value some = new Value.Fields(Map.of("E", Value.text("f")));
    return choose(
        number,
        NONE,
        canary(NONE, NONE, Map.of()),
        canary(NONE, NONE, Map.of("next", version(NONE, Value.number(10), NONE))),
        canary(
            Value.text("header"),
            Value.text("X-User"),
            Map.of(
                "next", version(Value.text(Server.NEXT_BENTO), NONE, some),
                "same", version(NONE, Value.number(5), NONE))));
  }

  private static Value canary(Value type, Value by, Map<String, Value> versions) {
    return new Value.Fields(
        Map.of("route_type", type, "route_by", by, "versions", new Value.Fields(versions)));
  }

  private static Value version(Value bento, Value weight, Value envs) {
    return new Value.Fields(
        Map.of("bento", bento, "weight", weight, "envs", envs, "services", NONE, "secrets", NONE));
  }

  private static Value service(Value services, Act.What what, int number) {
    Map<String, Value> settings =
        new TreeMap<>(services.asMap().getOrDefault(Server.SERVICE, EMPTY).asMap());
    switch (what) {
      case INSTANCE_TYPE ->
          settings.put("instance_type", choose(number, NONE, Value.text("cpu.1")));
      case SERVICE_ENVS -> settings.put("envs", choose(number, MAPS));
      case SCALING -> settings.put("scaling", scaling(number));
      case STRATEGY ->
          settings.put(
              "deployment_strategy",
              choose(number, NONE, Value.text("Recreate"), Value.text("RollingUpdate")));
      case OVERRIDES -> settings.put("config_overrides", overrides(number));
      case COLD_START -> settings.put("cold_start_timeout", choose(number, NONE, Value.number(60)));
      default -> throw new AssertionError(what);
    }
    return services(settings);
  }

  /** One text is another spelling of the one before it. */
  private static Value overrides(int number) {
    return choose(
        number,
        NONE,
        Value.text("{\"traffic\":{\"timeout\":1},\"workers\":1}"),
        Value.text("{ \"workers\": 1, \"traffic\": { \"timeout\": 1 } }"),
        Value.text("{\"workers\": 2}"));
  }

  private static Value.Fields services(Map<String, Value> settings) {
    Map<String, Value> complete = new TreeMap<>();
    for (String name :
        List.of(
            "instance_type",
            "envs",
            "deployment_strategy",
            "config_overrides",
            "cold_start_timeout")) {
      complete.put(name, settings.getOrDefault(name, NONE));
    }
    complete.put("scaling", settings.getOrDefault("scaling", scaling(0)));
    return new Value.Fields(Map.of(Server.SERVICE, new Value.Fields(complete)));
  }

  /** Nothing runs, so that no walk starts a process. */
  private static Value scaling(int number) {
    Value policy =
        new Value.Fields(
            Map.of(
                "metrics", NONE,
                "scale_up_behavior", Value.text("fast"),
                "scale_down_behavior", NONE,
                "scale_up_stabilization_window", Value.number(5),
                "scale_down_stabilization_window", NONE));
    return new Value.Fields(
        Map.of(
            "min_replicas", Value.number(0),
            "max_replicas", choose(number, NONE, Value.number(1), Value.number(3)),
            "policy", number % 2 == 0 ? NONE : policy));
  }
}
