package io.bentoform.provider.build;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bentoform.provider.cty.Type;
import io.bentoform.provider.resource.Identified;
import io.bentoform.provider.resource.Lists;
import io.bentoform.provider.resource.ObjectType;
import io.bentoform.provider.resource.Provider;
import io.bentoform.provider.resource.ProviderFunction;
import io.bentoform.provider.resource.Resource;
import io.bentoform.provider.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The pages of a provider's documentation, in the layout that registries show, but for the guides:
 * from its schemas, its examples, and what is written by hand for a page.
 */
public final class ProviderDocs {

  private final String name;
  private final Provider provider;
  private final Path examples;
  private final Path templates;
  private final Map<String, String> pages = new TreeMap<>();

  private ProviderDocs(String name, Provider provider, Path examples, Path templates) {
    this.name = name;
    this.provider = provider;
    this.examples = examples;
    this.templates = templates;
  }

  /**
   * Generates the pages.
   *
   * @param name of the provider, without a namespace
   * @param examples folder in the layout of documentation generators
   * @param templates folder with what is written by hand, a file for each page that has any
   * @return the texts by their paths in the folder of the documentation
   */
  public static Map<String, String> pages(
      String name, Provider provider, Path examples, Path templates) throws IOException {
    ProviderDocs docs = new ProviderDocs(name, provider, examples, templates);
    docs.index();
    for (Resource resource : provider.resources()) {
      docs.resource(resource);
      docs.list(resource);
    }
    for (ObjectType source : provider.dataSources()) {
      docs.object(source, "Data Source", "data-sources", "data-source.tf", "");
    }
    for (ObjectType ephemeral : provider.ephemeralResources()) {
      docs.object(
          ephemeral, "Ephemeral Resource", "ephemeral-resources", "ephemeral-resource.tf", "");
    }
    for (ObjectType action : provider.actions()) {
      docs.object(action, "Action", "actions", "action.tf", "Needs Terraform 1.14 or later.");
    }
    for (ProviderFunction function : provider.functions()) {
      docs.function(function);
    }
    return docs.pages;
  }

  private void index() throws IOException {
    Schema schema = provider.schema();
    DocPage page =
        new DocPage(
            "Provider: " + name, name + " Provider", schema.description(), written("index.md"));
    page.paragraph(schema.description())
        .lead()
        .example(example("provider", "provider.tf"))
        .section("Schema", SchemaMarkdown.of(schema.attributes().values()))
        .sections();
    pages.put("index.md", page.toString());
  }

  private void resource(Resource resource) throws IOException {
    DocPage page = page(resource.typeName(), "Resource", "resources", resource.schema(), "");
    page.example(example("resources/" + resource.typeName(), "resource.tf"))
        .section("Schema", SchemaMarkdown.of(resource.schema().attributes().values()))
        .sections();
    Optional<String> script = example("resources/" + resource.typeName(), "import.sh");
    if (script.isPresent() && resource instanceof Identified identified) {
      page.section("Import", ImportMarkdown.of(script.get(), identified.identitySchema()));
    }
    put("resources", resource.typeName(), page);
  }

  private void list(Resource resource) throws IOException {
    if (!(resource instanceof Lists lists)) {
      return;
    }
    String folder = "list-resources";
    DocPage page =
        page(
            resource.typeName(),
            "List Resource",
            folder,
            lists.listSchema(),
            "Needs Terraform 1.14 or later (`terraform query`).");
    page.example(example(folder + "/" + resource.typeName(), "list-resource.tfquery.hcl"))
        .section("Schema", SchemaMarkdown.of(lists.listSchema().attributes().values()))
        .sections();
    put(folder, resource.typeName(), page);
  }

  private void object(ObjectType type, String kind, String folder, String example, String needs)
      throws IOException {
    DocPage page = page(type.typeName(), kind, folder, type.schema(), needs);
    page.example(example(folder + "/" + type.typeName(), example))
        .section("Schema", SchemaMarkdown.of(type.schema().attributes().values()))
        .sections();
    put(folder, type.typeName(), page);
  }

  private void function(ProviderFunction function) throws IOException {
    List<ProviderFunction.Parameter> parameters = function.parameters();
    String signature =
        "%s(%s) %s"
            .formatted(
                function.name(),
                String.join(
                    ", ",
                    parameters.stream()
                        .map(each -> each.name() + " " + word(each.type()))
                        .toList()),
                word(function.result()));
    String arguments =
        String.join(
            "\n",
            IntStream.range(0, parameters.size())
                .mapToObj(i -> "%d. %s".formatted(i + 1, argument(parameters.get(i))))
                .toList());
    String file = "functions/" + function.name() + ".md";
    DocPage page =
        new DocPage(
            function.name() + " function - " + name,
            "function: " + function.name(),
            function.summary(),
            written(file));
    page.paragraph(function.description())
        .lead()
        .example(example("functions/" + function.name(), "function.tf"))
        .section("Signature", DocPage.code("text", signature))
        .section("Arguments", arguments)
        .sections();
    pages.put(file, page.toString());
  }

  private static String argument(ProviderFunction.Parameter parameter) {
    return "`%s` (%s) %s"
        .formatted(
            parameter.name(), SchemaMarkdown.type(parameter.type()), parameter.description());
  }

  private static String word(Type type) {
    return SchemaMarkdown.type(type).toLowerCase(Locale.ROOT);
  }

  private DocPage page(String typeName, String kind, String folder, Schema schema, String needs)
      throws IOException {
    String shortName = withoutPrefix(typeName);
    return new DocPage(
            "%s %s - %s".formatted(typeName, kind, name),
            "%s (%s)".formatted(typeName, kind),
            schema.description(),
            written(folder + "/" + shortName + ".md"))
        .paragraph(schema.description())
        .paragraph(needs)
        .lead();
  }

  private void put(String folder, String typeName, DocPage page) {
    pages.put(folder + "/" + withoutPrefix(typeName) + ".md", page.toString());
  }

  private String withoutPrefix(String typeName) {
    return typeName.substring(name.length() + 1);
  }

  private Optional<String> example(String folder, String file) throws IOException {
    return text(examples.resolve(folder).resolve(file));
  }

  private DocPage.Written written(String page) throws IOException {
    return text(templates.resolve(page)).map(DocPage.Written::of).orElse(DocPage.Written.NOTHING);
  }

  private static Optional<String> text(Path file) throws IOException {
    return Files.exists(file) ? Optional.of(Files.readString(file, UTF_8)) : Optional.empty();
  }

  /** The files of the templates that no page includes. */
  public static List<String> unused(Path templates, Map<String, String> pages) throws IOException {
    List<String> unused = new ArrayList<>();
    try (Stream<Path> files = Files.walk(templates)) {
      files
          .filter(Files::isRegularFile)
          .map(file -> templates.relativize(file).toString())
          .filter(file -> !pages.containsKey(file))
          .forEach(unused::add);
    }
    return unused;
  }
}
