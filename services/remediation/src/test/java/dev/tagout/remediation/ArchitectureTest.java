package dev.tagout.remediation;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

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

@AnalyzeClasses(
    packages = "dev.tagout.remediation",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "dev.tagout.remediation.";

  @ArchTest
  static final ArchRule featuresKnowEachOtherOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("work")
          .definedBy(ROOT + "work..")
          .layer("check")
          .definedBy(ROOT + "check..")
          .layer("power")
          .definedBy(ROOT + "power..")
          .layer("verdict")
          .definedBy(ROOT + "verdict..")
          .layer("run")
          .definedBy(ROOT + "run..")
          .layer("breaker")
          .definedBy(ROOT + "breaker..")
          .layer("person")
          .definedBy(ROOT + "person..")
          .layer("page")
          .definedBy(ROOT + "page..")
          .layer("safety")
          .definedBy(ROOT + "safety..")
          .whereLayer("work")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("check")
          .mayOnlyBeAccessedByLayers("work")
          .whereLayer("power")
          .mayOnlyBeAccessedByLayers("work")
          .whereLayer("verdict")
          .mayOnlyBeAccessedByLayers("check")
          .whereLayer("run")
          .mayOnlyBeAccessedByLayers("work", "check", "power", "verdict")
          .whereLayer("breaker")
          .mayOnlyBeAccessedByLayers("verdict", "run")
          .whereLayer("person")
          .mayOnlyBeAccessedByLayers("run", "breaker")
          .whereLayer("page")
          .mayOnlyBeAccessedByLayers("run", "breaker")
          .whereLayer("safety")
          .mayOnlyBeAccessedByLayers("verdict", "run", "breaker");

  @ArchTest
  static final ArchRule onlyPowerKnowsHypervisors =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "power..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.tagout.hypervisor..");

  @ArchTest
  static final ArchRule adaptersAreKnownByTheirPortOnly =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.tagout.hypervisor.*..", "org.libvirt..");

  @ArchTest
  static final ArchRule onlyRunAndBreakerKnowTheDatabase =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + "run..", ROOT + "breaker..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "jakarta.persistence..",
              "jakarta.transaction..",
              "java.sql..",
              "javax.sql..",
              "dev.tagout.platform.outbox..");

  @ArchTest
  static final ArchRule onlyVerdictKnowsKafka =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "verdict..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka..", "io.cloudevents..", "org.eclipse.microprofile.reactive..");

  @ArchTest
  static final ArchRule entitiesStayInTheirPackage =
      classes().that().areAnnotatedWith(Entity.class).should().bePackagePrivate();

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
  static final ArchRule whoNeedsATokenSaysSoInOpenApi =
      methods().that(ASKS_WHO_CALLS).should().beAnnotatedWith(SecurityRequirement.class);

  @ArchTest
  static final ArchRule nobodyElseSaysSo =
      methods()
          .that()
          .areAnnotatedWith(SecurityRequirement.class)
          .should(ArchCondition.from(ASKS_WHO_CALLS));
}
