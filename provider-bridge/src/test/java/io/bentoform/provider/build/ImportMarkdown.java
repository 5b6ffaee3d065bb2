package io.bentoform.provider.build;

import io.bentoform.provider.schema.Attribute;
import io.bentoform.provider.schema.Schema;
import java.util.List;

/** The section about the import of a resource, from its example script and its identity. */
final class ImportMarkdown {

  private ImportMarkdown() {}

  /**
   * The section, without its heading.
   *
   * @param script of which the last line is {@code terraform import ADDRESS ID}
   */
  static String of(String script, Schema identity) {
    String[] words = script.strip().lines().toList().getLast().split(" ", -1);
    String address = words[words.length - 2];
    String id = words[words.length - 1];
    return DocPage.paragraphs(
        List.of(
            DocPage.code("shell", script),
            "Or in a configuration, where a plan shows what the import leads to:",
            DocPage.code("terraform", block(address, "id = \"" + id + "\"")),
            "With Terraform 1.12 or later also by identity:",
            DocPage.code(
                "terraform", block(address, "identity = { " + values(id, identity) + " }")),
            "Attributes of the identity:",
            attributes(identity)));
  }

  private static String block(String address, String line) {
    String to = line.startsWith("id ") ? "to = " : "to       = ";
    return "import {\n  %s%s\n  %s\n}".formatted(to, address, line);
  }

  /** The id is the only attribute, or {@code cluster/name}. */
  private static String values(String id, Schema identity) {
    return String.join(
        ", ",
        identity.attributes().keySet().stream()
            .map(
                name ->
                    "%s = \"%s\""
                        .formatted(
                            name,
                            name.equals("cluster")
                                ? id.substring(0, id.indexOf('/'))
                                : id.substring(id.indexOf('/') + 1)))
            .toList());
  }

  private static String attributes(Schema identity) {
    return String.join(
        "\n",
        identity.attributes().values().stream()
            .map(
                each ->
                    "- `%s` (%s, %s) %s"
                        .formatted(
                            each.name(),
                            SchemaMarkdown.type(each.type()),
                            each.mode() == Attribute.Mode.REQUIRED ? "Required" : "Optional",
                            each.description()))
            .toList());
  }
}
