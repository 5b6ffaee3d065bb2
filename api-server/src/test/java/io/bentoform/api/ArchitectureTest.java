package io.bentoform.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.bentoform.api.crypto.Hidden;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(packages = "io.bentoform.api", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule FEATURES_DO_NOT_GO_IN_CIRCLES =
      slices().matching("io.bentoform.api.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule AN_ENGINE_KNOWS_NOTHING_OF_THE_DATABASE_OR_THE_WIRE =
      noClasses()
          .that()
          .resideInAPackage("..engine..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..db..", "..wire..", "..secret..", "..bento..", "..deployment..", "..access..");

  @ArchTest
  static final ArchRule THE_WIRE_KNOWS_NO_FEATURE =
      noClasses()
          .that()
          .resideInAPackage("..wire..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..secret..", "..bento..", "..deployment..", "..access..", "..engine..");

  @ArchTest
  static final ArchRule ONLY_THESE_SEE_A_VALUE =
      noClasses()
          .that()
          .resideOutsideOfPackages("..crypto..", "..db..", "..engine..", "..access..")
          .and()
          .doNotHaveFullyQualifiedName("io.bentoform.api.secret.SecretRules")
          .and()
          .doNotHaveFullyQualifiedName("io.bentoform.api.Main")
          .should()
          .callMethod(Hidden.class, "reveal");

  @ArchTest
  static final ArchRule ANSWERS_CANNOT_HOLD_A_VALUE =
      noClasses()
          .that()
          .haveSimpleNameEndingWith("Response")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Hidden.class);

  @ArchTest
  static final ArchRule PACKAGES_ARE_NULL_MARKED =
      classes().that().haveSimpleName("package-info").should().beAnnotatedWith(NullMarked.class);
}
