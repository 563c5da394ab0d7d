package dev.tagout.policy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import dev.tagout.platform.identity.Caller;
import jakarta.persistence.Entity;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;

/** The arrows inside of the service. */
@AnalyzeClasses(
    packages = "dev.tagout.policy",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule ENTITIES_STAY_IN_THEIR_PACKAGE =
      classes().that().areAnnotatedWith(Entity.class).should().bePackagePrivate();

  @ArchTest
  static final ArchRule EVALUATION_KNOWS_NO_FEATURE =
      noClasses()
          .that()
          .resideInAPackage("..policy.evaluation..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..policy.admission..",
              "..policy.inventory..",
              "..policy.bundle..",
              "..policy.decision..",
              "..policy.verdict..",
              "..platform.identity..",
              "..policy.waiver..",
              "..policy.breakglass..");

  @ArchTest
  static final ArchRule INVENTORY_KNOWS_NO_POLICY =
      noClasses()
          .that()
          .resideInAPackage("..policy.inventory..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..policy.evaluation..",
              "..policy.bundle..",
              "..policy.decision..",
              "..policy.verdict..",
              "..policy.admission..",
              "..policy.waiver..",
              "..policy.breakglass..");

  @ArchTest
  static final ArchRule FEATURES_ARE_FREE_OF_CYCLES =
      slices().matching("dev.tagout.policy.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule EVALUATION_TOUCHES_NO_DATABASE =
      noClasses()
          .that()
          .resideInAPackage("..policy.evaluation..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..policy.database..",
              "java.sql..",
              "javax.sql..",
              "jakarta.persistence..",
              "jakarta.transaction..");

  @ArchTest
  static final ArchRule ONLY_EVALUATION_KNOWS_THE_ENGINE =
      noClasses()
          .that()
          .resideOutsideOfPackage("..policy.evaluation..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.styra..", "com.dylibso..");

  @ArchTest
  static final ArchRule NOBODY_KNOWS_THE_GATE =
      noClasses()
          .that()
          .resideOutsideOfPackage("..policy.admission..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..policy.admission..");

  @ArchTest
  static final ArchRule NO_HYPERVISOR_CREDENTIALS =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("dev.tagout.hypervisor.PowerControl");

  private static final DescribedPredicate<JavaMethod> ASKS_WHO_CALLS =
      DescribedPredicate.describe(
          "ask who calls",
          method ->
              method.getMethodCallsFromSelf().stream()
                  .anyMatch(
                      call ->
                          call.getTargetOwner().isEquivalentTo(Caller.class)
                              && call.getName().equals("required")));

  @ArchTest
  static final ArchRule WHO_NEEDS_A_TOKEN_SAYS_SO_IN_OPENAPI =
      methods().that(ASKS_WHO_CALLS).should().beAnnotatedWith(SecurityRequirement.class);

  @ArchTest
  static final ArchRule NOBODY_ELSE_SAYS_SO =
      methods()
          .that()
          .areAnnotatedWith(SecurityRequirement.class)
          .should(ArchCondition.from(ASKS_WHO_CALLS));
}
