package io.bentoform.api;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
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

  private static final String[] FEATURES = {
    "..secret..",
    "..bento..",
    "..deployment..",
    "..rollout..",
    "..codespace..",
    "..cluster..",
    "..access..",
    "..audit..",
    "..terraform..",
    "..console.."
  };

  @ArchTest
  static final ArchRule AN_ENGINE_KNOWS_NO_FEATURE =
      noClasses()
          .that()
          .resideInAPackage("..engine..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(FEATURES)
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.bentoform.api.db..",
              "io.bentoform.api.wire..",
              "io.bentoform.api.http..",
              "io.bentoform.api.list..");

  @ArchTest
  static final ArchRule A_GATEWAY_KNOWS_NEITHER_FEATURES_NOR_ENGINES =
      noClasses()
          .that()
          .resideInAnyPackage("io.bentoform.api.gateway..", "..scaling..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(FEATURES)
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage("..engine..");

  @ArchTest
  static final ArchRule SCALING_DEPENDS_ON_NOTHING_OF_OURS =
      noClasses()
          .that()
          .resideInAPackage("io.bentoform.api.scaling..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.bentoform..")
                  .and(not(resideInAPackage("io.bentoform.api.scaling.."))));

  @ArchTest
  static final ArchRule A_GATEWAY_DEPENDS_ON_NOTHING_OF_OURS_BUT_HIDDEN =
      noClasses()
          .that()
          .resideInAPackage("io.bentoform.api.gateway..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.bentoform..")
                  .and(not(resideInAPackage("io.bentoform.api.gateway..")))
                  .and(not(type(Hidden.class))));

  @ArchTest
  static final ArchRule CERTIFICATES_DEPEND_ON_NOTHING_OF_OURS_BUT_FILES =
      noClasses()
          .that()
          .resideInAPackage("io.bentoform.api.tls..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.bentoform..")
                  .and(not(resideInAPackage("io.bentoform.api.tls..")))
                  .and(not(resideInAPackage("io.bentoform.api.files.."))));

  /** A value is hidden from the moment in which it is read, so the wire knows that type. */
  @ArchTest
  static final ArchRule THE_WIRE_DEPENDS_ON_NOTHING_OF_OURS_BUT_HIDDEN =
      noClasses()
          .that()
          .resideInAPackage("io.bentoform.api.wire..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.bentoform..")
                  .and(not(resideInAPackage("io.bentoform.api.wire..")))
                  .and(not(type(Hidden.class))));

  @ArchTest
  static final ArchRule REQUESTS_AND_LISTS_KNOW_NO_FEATURE =
      noClasses()
          .that()
          .resideInAnyPackage("io.bentoform.api.http..", "io.bentoform.api.list..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(FEATURES);

  @ArchTest
  static final ArchRule NO_FEATURE_KNOWS_THE_CONSOLE =
      noClasses()
          .that()
          .resideOutsideOfPackages("..console..", "io.bentoform.api")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..console..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule ONLY_THESE_SEE_A_VALUE =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "..crypto..", "io.bentoform.api.db..", "..engine..", "..gateway..", "..access..")
          .and()
          .doNotHaveFullyQualifiedName("io.bentoform.api.secret.ItemRules")
          .and()
          .doNotHaveFullyQualifiedName("io.bentoform.api.bento.store.S3Connection")
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
  static final ArchRule ONLY_A_STORE_KNOWS_S3 =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.bentoform.api.bento.store")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("software.amazon.awssdk..");

  @ArchTest
  static final ArchRule PACKAGES_ARE_NULL_MARKED =
      classes().that().haveSimpleName("package-info").should().beAnnotatedWith(NullMarked.class);
}
