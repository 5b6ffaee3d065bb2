package io.bentoform.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.provider.build.Changelog;
import io.bentoform.provider.build.ProviderDocs;
import io.bentoform.provider.log.Log;
import io.bentoform.provider.resource.Identified;
import io.bentoform.provider.resource.Lists;
import io.bentoform.provider.resource.ObjectType;
import io.bentoform.provider.resource.Provider;
import io.bentoform.provider.resource.ProviderFunction;
import io.bentoform.provider.resource.Resource;
import io.bentoform.provider.schema.Attribute;
import io.bentoform.provider.schema.Nested;
import io.bentoform.provider.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every attribute says what it is, and the pages say it too. */
class DocsTest {

  private static final String RENEW =
      "renew the pages: mvn --batch-mode test -pl provider-bridge -Dtest=DocsTest"
          + " -Ddocs.update=true";
  private static final Path DOCS = Path.of("docs");
  private static final Path TEMPLATES = Path.of("src/main/docs");
  private static final Path EXAMPLES = Path.of("../terraform-examples");

  private final Provider provider = Main.provider(Map.of(), new Log(System.err, Log.Level.OFF));

  /** Run with {@code -Ddocs.update=true} to write the pages. */
  @Test
  void the_pages_are_those_of_the_schemas_and_the_examples() throws IOException {
    Map<String, String> pages = ProviderDocs.pages("bentocloud", provider, EXAMPLES, TEMPLATES);
    if (Boolean.getBoolean("docs.update")) {
      write(pages);
    }
    Map<String, String> kept = kept();
    assertThat(kept.keySet()).as(RENEW).isEqualTo(pages.keySet());
    pages.forEach(
        (name, text) -> assertThat(kept.get(name)).as(name + ": " + RENEW).isEqualTo(text));
    assertThat(ProviderDocs.unused(TEMPLATES, pages)).isEmpty();
  }

  private static void write(Map<String, String> pages) throws IOException {
    for (String stale : kept().keySet()) {
      Files.delete(DOCS.resolve(stale));
    }
    for (Map.Entry<String, String> page : pages.entrySet()) {
      Path file = DOCS.resolve(page.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, page.getValue());
    }
  }

  /** The pages that are there, but for the guides, which are written by hand. */
  private static Map<String, String> kept() throws IOException {
    Map<String, String> kept = new TreeMap<>();
    try (Stream<Path> files = Files.walk(DOCS)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = DOCS.relativize(file).toString();
        if (!name.startsWith("guides")) {
          kept.put(name, Files.readString(file));
        }
      }
    }
    return kept;
  }

  @Test
  void every_page_has_an_example() throws IOException {
    Map<String, String> pages = ProviderDocs.pages("bentocloud", provider, EXAMPLES, TEMPLATES);

    assertThat(pages).hasSize(schemas().size() + provider.functions().size());
    assertThat(pages.values()).allSatisfy(page -> assertThat(page).contains("## Example Usage"));
  }

  /** What the validator of registries asks of a page (contracts/terraform-plugin.md 8.6). */
  @Test
  void every_page_and_every_guide_begins_as_registries_want_it() throws IOException {
    try (Stream<Path> files = Files.walk(DOCS)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String page = Files.readString(file);
        assertThat(file.toString()).endsWith(".md");
        assertThat(page)
            .as(file.toString())
            .startsWith("---\npage_title: \"")
            .containsPattern("(?m)^description: \\|-$")
            .doesNotContainPattern("(?m)^(layout|sidebar_current):")
            .hasSizeLessThan(500_000);
      }
    }
  }

  /** Run with {@code -Ddocs.update=true} to write it. */
  @Test
  void the_changelog_is_made_of_its_fragments() throws IOException {
    Path changelog = Path.of("CHANGELOG.md");
    Path fragments = Path.of("changes");
    String current = Changelog.current(Files.readString(changelog), fragments);
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(changelog, current);
    }
    assertThat(Files.readString(changelog)).as(RENEW).isEqualTo(current);
    assertThat(Changelog.misplaced(fragments)).isEmpty();
  }

  @Test
  void the_changelog_names_everything_that_there_is() throws IOException {
    List<String> entries = Files.readAllLines(Path.of("CHANGELOG.md"));
    for (String name : schemas().keySet()) {
      String[] words = name.split(" ", -1); // the kind and the type
      if (words.length == 2) {
        assertThat(entries)
            .as(name)
            .anyMatch(line -> line.contains(words[0]) && line.contains("`" + words[1] + "`"));
      }
    }
    provider.functions().stream()
        .map(ProviderFunction::name)
        .forEach(
            name ->
                assertThat(entries)
                    .anyMatch(line -> line.contains("function") && line.contains(name)));
  }

  @Test
  void every_object_and_every_attribute_is_described_in_sentences() {
    schemas()
        .forEach(
            (name, schema) -> {
              assertSentence(name, schema.description());
              attributes(name, schema.attributes().values())
                  .forEach((path, attribute) -> assertSentence(path, attribute.description()));
            });
    provider
        .functions()
        .forEach(
            function -> {
              assertSentence(function.name(), function.summary());
              assertSentence(function.name(), function.description());
              function
                  .parameters()
                  .forEach(each -> assertSentence(each.name(), each.description()));
            });
    provider.resources().stream()
        .filter(Identified.class::isInstance)
        .map(Identified.class::cast)
        .flatMap(each -> each.identitySchema().attributes().values().stream())
        .forEach(each -> assertSentence(each.name(), each.description()));
  }

  @Test
  void a_default_a_replacement_and_a_write_only_value_are_told() {
    schemas()
        .forEach(
            (name, schema) ->
                attributes(name, schema.attributes().values())
                    .forEach(DocsTest::assertPropertiesTold));
  }

  private static void assertPropertiesTold(String path, Attribute attribute) {
    String text = attribute.description();
    if (attribute.defaultValue() != null) {
      assertThat(text).as(path).contains("Defaults to ");
    }
    if (attribute.requiresReplacement()) {
      assertThat(text).as(path).contains("replaces the ");
    }
    if (attribute.writeOnly()) {
      assertThat(text).as(path).contains("never stored");
    }
  }

  private static void assertSentence(String what, String text) {
    assertThat(text).as(what).matches("(?s)[A-Z`].{8,}[.:]").doesNotContain("  ", "\n");
  }

  /** The schemas of all kinds, by a name that tells the kind. */
  private Map<String, Schema> schemas() {
    Map<String, Schema> schemas = new LinkedHashMap<>();
    schemas.put("provider", provider.schema());
    add(schemas, "resource ", provider.resources());
    for (Resource resource : provider.resources()) {
      if (resource instanceof Lists lists) {
        schemas.put("list " + resource.typeName(), lists.listSchema());
      }
    }
    add(schemas, "data ", provider.dataSources());
    add(schemas, "ephemeral ", provider.ephemeralResources());
    add(schemas, "action ", provider.actions());
    return schemas;
  }

  private static void add(
      Map<String, Schema> schemas, String kind, List<? extends ObjectType> types) {
    types.forEach(type -> schemas.put(kind + type.typeName(), type.schema()));
  }

  /** All attributes at any depth, by their paths. */
  private static Map<String, Attribute> attributes(
      String prefix, Collection<Attribute> attributes) {
    Map<String, Attribute> found = new LinkedHashMap<>();
    for (Attribute attribute : attributes) {
      String path = prefix + "." + attribute.name();
      found.put(path, attribute);
      Nested nested = attribute.nested();
      if (nested != null) {
        found.putAll(attributes(path, nested.attributes().values()));
      }
    }
    return found;
  }
}
