package io.bentoform.examples;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What Terraform intends.
 *
 * @param text as people read it
 * @param json as {@code terraform show -json} prints it
 */
record Plan(boolean empty, String text, JsonNode json) {

  /**
   * The actions on a resource: {@code no-op}, {@code update}, {@code delete} and {@code create}.
   */
  List<String> actions(String address) {
    return texts(change(address).get("actions"));
  }

  /** The paths that force a replacement, as JSON: {@code ["secrets",0,"keys"]}. */
  List<String> replacePaths(String address) {
    return texts(change(address).path("replace_paths"));
  }

  JsonNode before(String address) {
    return change(address).get("before");
  }

  JsonNode after(String address) {
    return change(address).get("after");
  }

  JsonNode afterUnknown(String address) {
    return change(address).get("after_unknown");
  }

  /** The names of the attributes that differ, known or not. */
  List<String> changedAttributes(String address) {
    List<String> changed = new ArrayList<>();
    JsonNode before = before(address);
    JsonNode after = after(address);
    afterUnknown(address)
        .properties()
        .forEach(
            unknown -> {
              if (isUnknown(unknown.getValue())) {
                changed.add(unknown.getKey());
              }
            });
    after
        .properties()
        .forEach(
            attribute -> {
              if (!attribute.getValue().equals(before.get(attribute.getKey()))
                  && !changed.contains(attribute.getKey())) {
                changed.add(attribute.getKey());
              }
            });
    return changed.stream().sorted().toList();
  }

  /** Whether it, or anything in it, is unknown. */
  private static boolean isUnknown(JsonNode marks) {
    return marks.isContainerNode()
        ? marks.valueStream().anyMatch(Plan::isUnknown)
        : marks.asBoolean();
  }

  private JsonNode change(String address) {
    for (JsonNode resource : json.get("resource_changes")) {
      if (resource.get("address").asText().equals(address)) {
        return resource.get("change");
      }
    }
    throw new AssertionError("The plan has no resource " + address + ": " + text);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(node -> texts.add(node.isTextual() ? node.asText() : node.toString()));
    return texts;
  }
}
