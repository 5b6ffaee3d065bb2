package io.bentoform.provider;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The order of the layers: nothing below knows what is above. */
@AnalyzeClasses(
    packages = "io.bentoform.provider",
    importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

  private static final int CLASS_LINES = 350;

  @ArchTest
  static final ArchRule LAYERS =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("main")
          .definedBy("io.bentoform.provider")
          .layer("bentocloud")
          .definedBy("..bentocloud..")
          .layer("client")
          .definedBy("..client..")
          .layer("rpc")
          .definedBy("..rpc..")
          .layer("resource")
          .definedBy("..resource..")
          .layer("plan")
          .definedBy("..plan..")
          .layer("schema")
          .definedBy("..schema..")
          .layer("validation")
          .definedBy("..validation..")
          .layer("diag")
          .definedBy("..diag..")
          .layer("cty")
          .definedBy("..cty..")
          .layer("json")
          .definedBy("..json..")
          .layer("plugin")
          .definedBy("..plugin..")
          .layer("log")
          .definedBy("..log..")
          .whereLayer("main")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("bentocloud")
          .mayOnlyBeAccessedByLayers("main")
          .whereLayer("client")
          .mayOnlyBeAccessedByLayers("bentocloud")
          .whereLayer("rpc")
          .mayOnlyBeAccessedByLayers("main")
          .whereLayer("plugin")
          .mayOnlyBeAccessedByLayers("rpc")
          .whereLayer("resource")
          .mayOnlyBeAccessedByLayers("main", "rpc", "bentocloud")
          .whereLayer("plan")
          .mayOnlyBeAccessedByLayers("resource", "bentocloud")
          .whereLayer("validation")
          .mayOnlyBeAccessedByLayers("resource", "bentocloud")
          .whereLayer("schema")
          .mayOnlyBeAccessedByLayers("validation", "plan", "resource", "rpc", "bentocloud")
          .whereLayer("diag")
          .mayOnlyBeAccessedByLayers(
              "schema", "validation", "plan", "resource", "rpc", "bentocloud")
          .whereLayer("cty")
          .mayOnlyBeAccessedByLayers(
              "diag", "schema", "validation", "plan", "resource", "rpc", "bentocloud");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("io.bentoform.provider.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule RESOURCES_DO_NOT_KNOW_EACH_OTHER =
      slices().matching("..bentocloud.(*)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule ONLY_THE_TRANSPORT_KNOWS_THE_HTTP2_LIBRARY =
      noClasses()
          .that()
          .doNotHaveSimpleName("OkHttpTransport")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.grpc.okhttp..");

  @ArchTest
  static final ArchRule NO_VAGUE_NAMES =
      noClasses()
          .that()
          .resideOutsideOfPackage("..proto..")
          .should()
          .haveNameMatching(".*(Impl|Manager|Utils?|Helpers?|Base)");

  @Test
  void what_may_be_published_alone_has_no_word_of_bentocloud() throws IOException {
    for (String layer :
        List.of("plugin", "rpc", "cty", "schema", "validation", "diag", "plan", "resource")) {
      try (Stream<Path> files = Files.walk(Path.of("src/main/java/io/bentoform/provider", layer))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          assertThat(Files.readString(file).toLowerCase(java.util.Locale.ROOT))
              .as(file.toString())
              .doesNotContain("bentocloud")
              .doesNotContain("bentoml");
        }
      }
    }
  }

  @Test
  void no_class_is_longer_than_one_can_read_at_a_sitting() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThan(CLASS_LINES);
      }
    }
  }
}
