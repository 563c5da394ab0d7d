package dev.tagout.policy.report;

import dev.tagout.contracts.report.ComplianceReport;
import dev.tagout.contracts.report.Verification;
import dev.tagout.platform.problem.Problem;
import dev.tagout.platform.problem.ProblemException;
import dev.tagout.policy.bundle.ActivePolicy;
import dev.tagout.policy.bundle.Catalogue;
import dev.tagout.policy.bundle.Catalogues;
import dev.tagout.policy.database.Database;
import dev.tagout.policy.database.DatabaseException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Works a report out, all of it from one state of the database. */
@ApplicationScoped
class Compliance {
  /** What a report may take. A site that needs more asks for a shorter period. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Database database;
  private final ActivePolicy policies;
  private final Catalogues catalogues;
  private final Clock clock;
  private final String version;

  /** One at a time: the gate is to have the database for itself, nearly. */
  private final Semaphore free = new Semaphore(1);

  Compliance(
      Database database,
      ActivePolicy policies,
      Catalogues catalogues,
      Clock clock,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.database = database;
    this.policies = policies;
    this.catalogues = catalogues;
    this.clock = clock;
    this.version = version;
  }

  /**
   * @throws ProblemException 429 when another one is being worked out, 503 when it takes too long
   */
  ComplianceReport report(Period period) {
    Catalogue active = policies.current().catalogue();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    if (!free.tryAcquire()) {
      throw new ProblemException(
          Problem.of(
              429,
              "report-busy",
              "A report is being made",
              "another report is being worked out; ask again when it is done"));
    }
    try {
      return database.snapshot(
          PATIENCE,
          on ->
              new ComplianceReport(
                  ScopeSections.scope(on, period, now, version),
                  StartSection.of(on, period),
                  RefusalSection.of(on, period),
                  CureSection.of(on, period),
                  ExceptionSections.waivers(on, period),
                  ExceptionSections.breakGlasses(on, period),
                  BypassSection.of(on, period),
                  RuleSection.of(on, period, active, catalogues),
                  PostureSection.of(on, period),
                  ScopeSections.record(on, period),
                  Verification.NOT_CHECKED));
    } catch (DatabaseException e) {
      if (e.isStopped()) {
        throw new ProblemException(
            Problem.of(
                503,
                "report-too-large",
                "The report takes too long",
                "it takes more than " + PATIENCE.toSeconds() + " s; ask for a shorter period",
                "since"));
      }
      throw e;
    } finally {
      free.release();
    }
  }
}
