package io.bentoform.provider.build;

import io.bentoform.provider.cty.Type;
import io.bentoform.provider.schema.Attribute;
import io.bentoform.provider.schema.Nested;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A schema in Markdown, in the form that registries show: required, optional and read-only
 * attributes, and a section for each attribute with nested ones.
 */
final class SchemaMarkdown {

  private final StringBuilder text = new StringBuilder();

  /** The nested attributes that are still to be written, by their path. */
  private final Map<String, Nested> pending = new LinkedHashMap<>();

  private SchemaMarkdown() {}

  /** All attributes, under headings of the third level; empty when there are none. */
  static String of(Collection<Attribute> attributes) {
    SchemaMarkdown markdown = new SchemaMarkdown();
    markdown.groups("", attributes, "### %s\n\n");
    while (!markdown.pending.isEmpty()) {
      String path = markdown.pending.keySet().iterator().next();
      markdown.section(path, markdown.pending.remove(path));
    }
    return markdown.text.toString().stripTrailing();
  }

  /** A type in words, such as {@code List of String}. */
  static String type(Type type) {
    return switch (type) {
      case Type.Primitive.STRING -> "String";
      case Type.Primitive.NUMBER -> "Number";
      case Type.Primitive.BOOL -> "Boolean";
      case Type.Dynamic any -> "Dynamic";
      case Type.ListOf(Type element) -> "List of " + type(element);
      case Type.SetOf(Type element) -> "Set of " + type(element);
      case Type.MapOf(Type element) -> "Map of " + type(element);
      case Type.ObjectOf object -> "Object";
      case Type.TupleOf tuple -> "Tuple";
    };
  }

  private void section(String path, Nested nested) {
    text.append("<a id=\"%s\"></a>\n".formatted(anchor(path)));
    text.append("### Nested Schema for `%s`\n\n".formatted(path));
    groups(path + ".", nested.attributes().values(), "%s:\n\n");
  }

  private void groups(String prefix, Collection<Attribute> attributes, String heading) {
    Map<String, List<Attribute>> groups = new LinkedHashMap<>();
    groups.put("Required", new ArrayList<>());
    groups.put("Optional", new ArrayList<>());
    groups.put("Read-Only", new ArrayList<>());
    attributes.forEach(each -> groups.getOrDefault(group(each), List.of()).add(each));
    groups.forEach(
        (name, members) -> {
          if (!members.isEmpty()) {
            text.append(heading.formatted(name));
            members.stream()
                .sorted((one, other) -> one.name().compareTo(other.name()))
                .forEach(each -> line(prefix, each));
            text.append('\n');
          }
        });
  }

  private static String group(Attribute attribute) {
    return switch (attribute.mode()) {
      case REQUIRED -> "Required";
      case OPTIONAL, OPTIONAL_COMPUTED -> "Optional";
      case COMPUTED, COMPUTED_OR_REFERENCED -> "Read-Only";
    };
  }

  private void line(String prefix, Attribute attribute) {
    List<String> traits = new ArrayList<>();
    Nested nested = attribute.nested();
    traits.add(nested == null ? type(attribute.type()) : type(nested.nesting()));
    if (attribute.sensitive()) {
      traits.add("Sensitive");
    }
    if (attribute.writeOnly()) {
      traits.add("Write-only");
    }
    text.append(
        "- `%s` (%s) %s"
            .formatted(attribute.name(), String.join(", ", traits), attribute.description()));
    if (nested != null) {
      String path = prefix + attribute.name();
      pending.put(path, nested);
      text.append(" (see [below for nested schema](#%s))".formatted(anchor(path)));
    }
    text.append('\n');
  }

  private static String type(Nested.Nesting nesting) {
    return switch (nesting) {
      case SINGLE -> "Attributes";
      case LIST -> "Attributes List";
      case MAP -> "Attributes Map";
    };
  }

  private static String anchor(String path) {
    return "nestedatt--" + path.replace(".", "--");
  }
}
