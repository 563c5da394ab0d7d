package dev.tagout.exporter;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "dev.tagout.exporter",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "dev.tagout.exporter.";

  @ArchTest
  static final ArchRule featuresKnowEachOtherOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("destination")
          .definedBy(ROOT + "destination..")
          .layer("delivery")
          .definedBy(ROOT + "delivery..")
          .layer("transports")
          .definedBy(ROOT + "syslog..", ROOT + "http..", ROOT + "file..")
          .layer("tls")
          .definedBy(ROOT + "tls..")
          .layer("receiver")
          .definedBy(ROOT + "receiver..")
          .layer("format")
          .definedBy(ROOT + "format..")
          .whereLayer("destination")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("delivery")
          .mayOnlyBeAccessedByLayers("destination")
          .whereLayer("transports")
          .mayOnlyBeAccessedByLayers("destination")
          .whereLayer("tls")
          .mayOnlyBeAccessedByLayers("destination", "transports")
          .whereLayer("receiver")
          .mayOnlyBeAccessedByLayers("destination", "delivery", "transports");

  @ArchTest
  static final ArchRule transportsDoNotKnowKafkasConsumer =
      noClasses()
          .that()
          .resideInAnyPackage(
              ROOT + "syslog..", ROOT + "http..", ROOT + "file..", ROOT + "format..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..");
}
