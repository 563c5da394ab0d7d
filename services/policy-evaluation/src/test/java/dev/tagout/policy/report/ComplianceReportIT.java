package dev.tagout.policy.report;

import static dev.tagout.policy.report.History.about;
import static dev.tagout.policy.report.History.denial;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.decision.SubjectOfViolation;
import dev.tagout.contracts.decision.Violation;
import dev.tagout.contracts.decision.ViolationKind;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.report.BreakGlasses;
import dev.tagout.contracts.report.Bypasses;
import dev.tagout.contracts.report.ComplianceReport;
import dev.tagout.contracts.report.Cures;
import dev.tagout.contracts.report.Posture;
import dev.tagout.contracts.report.Refusals;
import dev.tagout.contracts.report.RuleEvidence;
import dev.tagout.contracts.report.Starts;
import dev.tagout.contracts.report.Verification;
import dev.tagout.lab.infrastructure.Infrastructure;
import dev.tagout.policy.PolicyPack;
import dev.tagout.policy.Service;
import dev.tagout.policy.database.Database;
import dev.tagout.policy.database.DatabaseException;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The figures of a report, against those of a plain count of the same history. */
@QuarkusTest
@TestProfile(ComplianceReportIT.Alone.class)
@WithTestResource(Infrastructure.class)
@WithTestResource(ComplianceReportIT.Declared.class)
class ComplianceReportIT {
  /** The history is nobody else's, and nobody else is to find it. */
  public static final class Alone implements QuarkusTestProfile {}

  /** The pack as it is shipped, with a site that has rules for some tiers only. */
  public static final class Declared implements QuarkusTestResourceLifecycleManager {
    private static final String SITE =
        """
        {"rules": {
          "patch": {"maintenance_overstay": {"default": {"action": "off"}, "tiers": {"restricted": {"action": "warn"}}}},
          "host": {"applications": {"default": {"action": "deny"}, "tiers": {"public": {"action": "off"}}},
            "unapproved_roles": {"default": {"action": "off"}}},
          "network": {"vlan_isolation": {"tiers": {"internal": {"vlans": [7]}}}}}}
        """;

    @Override
    public Map<String, String> start() {
      Path root = Path.of(System.getProperty("tagout.root"));
      Path built = root.resolve("services/policy-evaluation/target/test-bundle/report");
      Path bundle = built.resolve("bundle.tar.gz");
      try {
        Path parameters = Files.createDirectories(built.resolve("site/parameters"));
        Files.writeString(parameters.resolve("data.json"), SITE);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      PolicyPack.build(
          bundle, "--site", built.resolve("site").toString(), root.resolve("policies").toString());
      return Map.of("tagout.policy.bundle", bundle.toString());
    }

    @Override
    public void stop() {}
  }

  private static final Instant UNTIL =
      Instant.now().truncatedTo(ChronoUnit.DAYS).minus(40, ChronoUnit.DAYS);

  private static final Instant SINCE = UNTIL.minus(30, ChronoUnit.DAYS);

  /** Periods of which each test has one to itself. */
  private static final Instant ELSEWHERE = UNTIL.minus(100, ChronoUnit.DAYS);

  private static History history;
  private static boolean judgedRecorded;
  private static boolean missingRecorded;

  @Inject Service service;
  @Inject Database database;

  @BeforeEach
  void ready() {
    service.awaitReady();
    if (history == null) {
      // More VMs than a list has items, and decisions before and after the period.
      history =
          new History(7, revision())
              .fill(2000, 180, SINCE.minus(5, ChronoUnit.DAYS), UNTIL.plus(5, ChronoUnit.DAYS));
      database.transaction(
          on -> {
            history.record(on);
            return null;
          });
    }
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"public", "internal", "restricted"})
  void countsStartsRefusalsAndCuresAsTheDefinitionsSay(String tier) {
    // Given
    Expected expected = new Expected(history.decisions(), tier, SINCE, UNTIL);

    // When
    ComplianceReport report = report(tier, SINCE, UNTIL);

    // Then
    assertThat(answers(report.starts())).isEqualTo(expected.answers);
    assertThat(report.starts().total()).isEqualTo(expected.starts);
    assertThat(report.starts().over()).hasSize(30);
    assertThat(report.starts().over().stream().mapToLong(b -> b.admitted() + b.refused()).sum())
        .isEqualTo(expected.starts);
    assertThat(report.record().verdicts()).isEqualTo(expected.verdicts);
    Map<String, Long> byRule = new TreeMap<>();
    report.refusals().rules().items().forEach(r -> byRule.put(r.rule(), r.refusals()));
    assertThat(byRule).isEqualTo(expected.refusalsByRule);
    Map<String, Long> byReason = new TreeMap<>();
    report
        .refusals()
        .reasons()
        .forEach(
            r -> byReason.put(r.reason().name().toLowerCase(java.util.Locale.ROOT), r.refusals()));
    assertThat(byReason).isEqualTo(expected.refusalsByReason);
    Map<String, Long> byOwner = new TreeMap<>();
    report.refusals().topOwners().items().forEach(o -> byOwner.put(o.owner(), o.refusals()));
    assertThat(byOwner).isEqualTo(expected.refusalsByOwner);
    assertThat(report.refusals().vms()).isEqualTo(expected.refusalsByVm.size());
    assertThat(report.refusals().topVms().total()).isEqualTo(expected.refusalsByVm.size());
    assertThat(report.refusals().topVms().items())
        .hasSize(Math.min(Period.MOST, expected.refusalsByVm.size()))
        .allSatisfy(
            vm -> assertThat(vm.refusals()).isEqualTo(expected.refusalsByVm.get(vm.vm().value())))
        .extracting(Refusals.OfVm::refusals)
        .isSortedAccordingTo(java.util.Comparator.reverseOrder());
    cures(report.cures(), expected);
    rules(report.rules(), expected);
  }

  private static void cures(Cures cures, Expected expected) {
    List<Duration> each = expected.cures();
    assertThat(each).hasSizeGreaterThan(20);
    assertThat(cures.cured()).isEqualTo(each.size());
    assertThat(cures.open()).isEqualTo((long) expected.cases.size() - each.size()).isPositive();
    assertThat(cures.mean()).isCloseTo(expected.mean(), Duration.ofMillis(2));
    assertThat(cures.median()).isCloseTo(expected.median(), Duration.ofMillis(2));
    assertThat(cures.spread().stream().mapToLong(Cures.Within::cases).sum()).isEqualTo(each.size());
    Duration day = Duration.ofDays(1);
    Duration threeDays = Duration.ofDays(3);
    assertThat(
            cures.spread().stream()
                .filter(within -> threeDays.equals(within.atMost()))
                .mapToLong(Cures.Within::cases)
                .sum())
        .isEqualTo(
            each.stream()
                .filter(cure -> cure.compareTo(day) > 0 && cure.compareTo(threeDays) <= 0)
                .count());
    Expected.Case oldest =
        expected.cases.stream()
            .filter(one -> one.cured() == null)
            .min(java.util.Comparator.comparing(Expected.Case::first))
            .orElseThrow();
    Cures.Open first = cures.longestOpen().items().getFirst();
    assertThat(first.vm()).isEqualTo(oldest.vm());
    assertThat(first.firstRefusedAt()).isEqualTo(oldest.first());
    assertThat(first.refusals()).isEqualTo(oldest.refusals());
    assertThat(first.age()).isEqualTo(Duration.between(oldest.first(), UNTIL));
    assertThat(cures.longestOpen().total()).isEqualTo(cures.open());
    for (Cures.OfRule rule : cures.rules().items()) {
      assertThat(rule.cured() + rule.open())
          .as(rule.rule())
          .isEqualTo(expected.cases.stream().filter(one -> one.rule().equals(rule.rule())).count());
    }
  }

  private static void rules(List<RuleEvidence> rules, Expected expected) {
    for (RuleEvidence rule : rules) {
      if (Expected.NEEDS.containsKey(rule.rule())) {
        assertThat(rule.evaluated())
            .as(rule.rule())
            .isEqualTo(expected.evaluated.getOrDefault(rule.rule(), 0L));
        assertThat(rule.missing())
            .as(rule.rule())
            .isEqualTo(expected.missing.getOrDefault(rule.rule(), 0L))
            .isPositive();
      }
      assertThat(rule.failed())
          .as(rule.rule())
          .isEqualTo(expected.failed.getOrDefault(rule.rule(), 0L));
      assertThat(rule.unknown())
          .as(rule.rule())
          .isEqualTo(expected.unknown.getOrDefault(rule.rule(), 0L));
      assertThat(rule.waived())
          .as(rule.rule())
          .isEqualTo(expected.waived.getOrDefault(rule.rule(), 0L));
      assertThat(rule.refused())
          .as(rule.rule())
          .isEqualTo(expected.refusalsByRule.getOrDefault(rule.rule(), 0L));
    }
    RuleEvidence mixed = rule(rules, "tier/mixed");
    assertThat(mixed.failed()).isZero();
    assertThat(mixed.lastFailure()).isNull();
    assertThat(mixed.controls()).contains("nist-800-53:SC-39");
  }

  @Test
  void namesTheEvidenceOfARuleWithItsPlaceInTheSealedRecord() {
    // Given
    Decision last =
        history.decisions().stream()
            .filter(d -> d.decidedAt().isBefore(UNTIL) && d.outcome() != Outcome.INDETERMINATE)
            .reduce((one, next) -> next)
            .orElseThrow();

    // When
    RuleEvidence rule =
        await("sealed")
            .atMost(Duration.ofSeconds(30))
            .until(
                () -> rule(report(null, SINCE, UNTIL).rules(), "tier/mixed"),
                found -> found.last().position() != null);

    // Then
    assertThat(rule.last().decision()).isEqualTo(last.decisionId());
    assertThat(rule.last().at()).isEqualTo(last.decidedAt());
    given()
        .get("/v1/record/proofs/{id}", last.decisionId().value())
        .then()
        .statusCode(200)
        .body("item.position", equalTo(rule.last().position().intValue()))
        .body("seal.number", equalTo(rule.last().seal().intValue()));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "all",
      value = {
        // It has no parameter without which it sleeps, and is on: all four starts and the verdict.
        "all, patch/unknown, ACTIVE, 5",
        "internal, patch/unknown, ACTIVE, 2",
        // There was no host for the verdict.
        "all, host/server_core, ACTIVE, 4",
        "internal, host/server_core, ACTIVE, 1",
        // Nobody has declared images.
        "all, image/not_approved, SLEEPING, 0",
        "internal, image/not_approved, SLEEPING, 0",
        // VLANs are declared for internal only: a start, and the verdict that needs no host.
        "all, network/vlan_isolation, ACTIVE, 2",
        "internal, network/vlan_isolation, ACTIVE, 2",
        "public, network/vlan_isolation, SLEEPING, 0",
        // Asked of restricted, and so of whoever has no tier.
        "all, network/ipsec_required, ACTIVE, 2",
        "internal, network/ipsec_required, SLEEPING, 0",
        "restricted, network/ipsec_required, ACTIVE, 1",
        // Off but for restricted.
        "all, patch/maintenance_overstay, ACTIVE, 2",
        "public, patch/maintenance_overstay, OFF, 0",
        "restricted, patch/maintenance_overstay, ACTIVE, 1",
        // On but for public.
        "all, host/applications, ACTIVE, 3",
        "public, host/applications, OFF, 0",
        "internal, host/applications, ACTIVE, 1",
        // Off.
        "all, host/unapproved_roles, OFF, 0",
        "restricted, host/unapproved_roles, OFF, 0"
      })
  void countsForARuleOnlyWhatItJudged(String tier, String name, RuleEvidence.State state, long n) {
    // Given
    Instant at = ELSEWHERE.plus(10, ChronoUnit.DAYS);
    if (!judgedRecorded) {
      History few = new History(5, revision());
      record(
          few.add(few.start(0, at))
              .add(few.start(1, at.plusSeconds(1)))
              .add(few.start(2, at.plusSeconds(2)))
              .add(few.withoutTier(2, at.plusSeconds(3)))
              .add(few.nowhere(1, at.plusSeconds(4))));
      judgedRecorded = true;
    }

    // When
    RuleEvidence rule = rule(report(tier, at, at.plusSeconds(60)).rules(), name);

    // Then
    assertThat(rule.state()).isEqualTo(state);
    assertThat(rule.evaluated()).isEqualTo(n);
    assertThat(rule.met()).isEqualTo(n);
    assertThat(rule.missing()).isZero();
    assertThat(rule.last() == null).isEqualTo(n == 0);
  }

  @ParameterizedTest
  @CsvSource({
    // They leave it to patch/unknown to say that there is no scan.
    "patch/missing_security_updates, 1, 2, 1",
    "patch/scan_stale, 1, 2, 1",
    // It says so, and not of the one on which it was silent.
    "patch/unknown, 2, 1, 1",
    // Its facts were all there.
    "tier/mixed, 3, 0, 3",
    // Of its facts one is there, and one is of no use.
    "tier/host_below_vm, 2, 1, 2"
  })
  void aMissingFactIsNoEvidenceThatARuleWasMet(
      String name, long evaluated, long missing, long met) {
    // Given
    Instant at = ELSEWHERE.plus(16, ChronoUnit.DAYS);
    if (!missingRecorded) {
      Violation unknown =
          about("patch/unknown", SubjectOfViolation.VM, ViolationKind.UNKNOWN, null);
      History few = new History(9, revision());
      record(
          few.add(few.start(1, at))
              .add(few.start(42, at.plusSeconds(1), unknown))
              .add(few.start(46, at.plusSeconds(2))));
      missingRecorded = true;
    }

    // When
    RuleEvidence rule = rule(report(null, at, at.plusSeconds(60)).rules(), name);

    // Then
    assertThat(rule.evaluated()).isEqualTo(evaluated);
    assertThat(rule.missing()).isEqualTo(missing);
    assertThat(rule.met()).isEqualTo(met);
  }

  @Test
  void whatARuleFoundIsCountedThoughItIsNotKnownToJudge() {
    // Given
    Instant at = ELSEWHERE.plus(15, ChronoUnit.DAYS);
    History few = new History(6, revision());
    few.add(few.start(1, at, denial("image/not_approved"))).add(few.start(1, at.plusSeconds(1)));
    record(few);

    // When
    RuleEvidence rule =
        rule(report("internal", at, at.plusSeconds(60)).rules(), "image/not_approved");

    // Then
    assertThat(rule.evaluated()).isEqualTo(1);
    assertThat(rule.failed()).isEqualTo(1);
    assertThat(rule.met()).isZero();
    assertThat(rule.last().decision()).isEqualTo(few.decisions().getFirst().decisionId());
  }

  @Test
  void aBypassFromBeforeThePeriodIsInItThoughItIsOverNow() {
    // Given
    Instant at = ELSEWHERE.plus(20, ChronoUnit.DAYS);
    Instant found = at.minusSeconds(7200);
    History runs = new History(8, revision());
    List.of(301, 302, 304, 307, 310, 313).forEach(vm -> vm("test:vm-" + vm, History.tierOf(vm)));
    // Over in the period.
    runs.add(runs.running(301, found, found.minusSeconds(5), true))
        .add(runs.running(301, at.plusSeconds(60), at.plusSeconds(50), false));
    // Over after it.
    runs.add(runs.running(304, found, found.minusSeconds(4), true, denial("patch/unknown")))
        .add(runs.running(304, at.plusSeconds(9999), at.plusSeconds(9998), false));
    // Over before it.
    runs.add(runs.running(307, found, found.minusSeconds(3), true))
        .add(runs.running(307, at.minusSeconds(60), at.minusSeconds(61), false));
    // A ticket explained it in the period.
    runs.add(runs.running(310, found, found.minusSeconds(2), true))
        .add(runs.running(310, at.plusSeconds(60), found.minusSeconds(2), false));
    // Of another tier.
    runs.add(runs.running(302, found, found.minusSeconds(1), true))
        .add(runs.running(302, at.plusSeconds(60), at.plusSeconds(50), false));
    record(runs);
    // Past its retention, and still running.
    Decision dropped = runs.running(313, found, found.minusSeconds(6), true);
    verdict("test:vm-313", dropped.decisionId().value(), found, Json.toTree(dropped));

    // When
    Bypasses bypasses = report("internal", at, at.plusSeconds(3600)).bypasses();

    // Then
    assertThat(bypasses.runs().items())
        .extracting(run -> run.vm().value(), Bypasses.Run::overAt)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("test:vm-304", null),
            org.assertj.core.groups.Tuple.tuple("test:vm-301", at.plusSeconds(60)),
            org.assertj.core.groups.Tuple.tuple("test:vm-313", null));
    assertThat(bypasses.open()).isEqualTo(2);
    assertThat(bypasses.unfit()).isEqualTo(1);
    Bypasses.Run open = bypasses.runs().items().getFirst();
    assertThat(open.exposure()).isEqualTo(Duration.ofSeconds(7204 + 3600));
    assertThat(open.rules()).containsExactly("patch/unknown");
    assertThat(open.verdict()).isEqualTo(runs.decisions().get(2).decisionId());
  }

  @Test
  void measuresHowLongABypassWasExposed() {
    // Given
    Instant at = ELSEWHERE;
    Violation stale = denial("patch/scan_stale");
    History runs = new History(1, revision());
    // Refused, started nevertheless, off after ten minutes.
    runs.add(runs.start(1, at.minusSeconds(60), stale))
        .add(runs.running(1, at.plusSeconds(2), at, true, stale))
        .add(runs.running(1, at.plusSeconds(90), at, true, stale, denial("patch/unknown")))
        .add(runs.start(1, at.plusSeconds(600)))
        .add(runs.running(1, at.plusSeconds(602), at.plusSeconds(601), false));
    // Nobody asked, and it runs on.
    runs.add(runs.running(4, at.plusSeconds(5), at.plusSeconds(3), true));
    // A ticket explained it later.
    runs.add(runs.running(7, at.plusSeconds(5), at, true))
        .add(runs.running(7, at.plusSeconds(50), at, false));
    // Of another tier.
    runs.add(runs.running(2, at.plusSeconds(5), at, true));
    record(runs);

    // When
    Bypasses bypasses = report("internal", at.minusSeconds(3600), at.plusSeconds(3600)).bypasses();

    // Then
    assertThat(bypasses.open()).isEqualTo(1);
    assertThat(bypasses.unfit()).isEqualTo(1);
    assertThat(bypasses.runs().items()).hasSize(2);
    Bypasses.Run open = bypasses.runs().items().getFirst();
    assertThat(open.name()).isEqualTo("vm-4");
    assertThat(open.overAt()).isNull();
    assertThat(open.exposure()).isEqualTo(Duration.ofSeconds(3600 - 3));
    assertThat(open.refusedBy()).isNull();
    Bypasses.Run over = bypasses.runs().items().getLast();
    assertThat(over.name()).isEqualTo("vm-1");
    assertThat(over.overAt()).isEqualTo(at.plusSeconds(602));
    assertThat(over.exposure()).isEqualTo(Duration.ofSeconds(602));
    assertThat(over.rules()).containsExactly("patch/scan_stale");
    assertThat(over.verdict()).isEqualTo(runs.decisions().get(1).decisionId());
    assertThat(over.refusedBy()).isEqualTo(runs.decisions().get(0).decisionId());
  }

  @Test
  void aBypassIsJudgedByTheWorstAnswerAndNotByTheOneThatFoundIt() {
    // Given
    Instant at = ELSEWHERE.plus(25, ChronoUnit.DAYS);
    History runs = new History(11, revision());
    // Nothing was known of it at first; then it was denied, and is off.
    runs.add(runs.undecided(5, at.plusSeconds(1), at))
        .add(runs.running(5, at.plusSeconds(51), at, true, denial("tier/host_below_vm")))
        .add(runs.running(5, at.plusSeconds(60), null, false, denial("patch/unknown")));
    // Nothing was known of it, and then it was fit.
    runs.add(runs.undecided(8, at.plusSeconds(1), at.minusSeconds(1)))
        .add(runs.running(8, at.plusSeconds(9), at.minusSeconds(1), true));
    // Nothing was ever known of it.
    runs.add(runs.undecided(11, at.plusSeconds(1), at.minusSeconds(2)));
    record(runs);

    // When
    Bypasses bypasses = report("restricted", at.minusSeconds(60), at.plusSeconds(600)).bypasses();

    // Then
    assertThat(bypasses.unfit()).isEqualTo(1);
    assertThat(bypasses.runs().items())
        .extracting(Bypasses.Run::name, Bypasses.Run::outcome, Bypasses.Run::rules)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "vm-5", Outcome.DENIED, List.of("tier/host_below_vm")),
            org.assertj.core.groups.Tuple.tuple("vm-8", Outcome.ALLOWED, List.of()),
            org.assertj.core.groups.Tuple.tuple("vm-11", Outcome.INDETERMINATE, List.of()));
    Bypasses.Run denied = bypasses.runs().items().getFirst();
    assertThat(denied.verdict()).isEqualTo(runs.decisions().get(0).decisionId());
    assertThat(denied.judgedBy()).isEqualTo(runs.decisions().get(1).decisionId());
  }

  @Test
  void showsExceptionsAsTheyStoodWhenThePeriodEnded() {
    // Given
    Instant until = ELSEWHERE.minus(10, ChronoUnit.DAYS);
    Instant since = until.minus(10, ChronoUnit.DAYS);
    vm("test:excepted", "restricted");
    UUID inForce = waiver("test:excepted", since, since, until.plus(20, ChronoUnit.DAYS), null);
    UUID later =
        waiver(
            "test:excepted", since, since, until.plus(90, ChronoUnit.DAYS), until.plusSeconds(9));
    UUID expired = waiver("test:excepted", since, since, until.minusSeconds(60), null);
    UUID revoked =
        waiver("test:excepted", since, since, until.plusSeconds(60), until.minusSeconds(9));
    UUID notYet = waiver("test:excepted", since, until.plusSeconds(1), until.plusSeconds(60), null);
    waiver(
        "test:excepted",
        since.minusSeconds(99),
        since.minusSeconds(99),
        since.minusSeconds(9),
        null);
    vm("test:of-another-tier", "public");
    waiver("test:of-another-tier", since, since, until.plus(20, ChronoUnit.DAYS), null);
    History history = new History(2, revision());
    Violation waived =
        about("patch/unknown", SubjectOfViolation.VM, ViolationKind.VIOLATED, inForce.toString());
    history.add(history.start(2, since.plusSeconds(9), waived, denial("patch/scan_stale")));
    record(history);
    UUID glass = breakGlass("test:excepted", since.plusSeconds(60), history.decisions().getFirst());

    // When
    ComplianceReport report = report("restricted", since, until);

    // Then
    assertThat(report.waivers().inForce().items())
        .extracting(used -> used.waiver().id().value(), used -> used.starts())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(inForce.toString(), 1L),
            org.assertj.core.groups.Tuple.tuple(later.toString(), 0L));
    assertThat(report.waivers().inForce().items().getLast().waiver().revokedBy()).isNull();
    assertThat(report.waivers().expiring()).isEqualTo(1);
    assertThat(report.waivers().ended().items())
        .extracting(used -> used.waiver().id().value())
        .containsExactly(revoked.toString(), expired.toString());
    assertThat(report.waivers().awaiting().items())
        .extracting(used -> used.waiver().id().value())
        .containsExactly(notYet.toString());
    assertThat(report.waivers().awaiting().items().getFirst().waiver().approvedBy()).isNull();
    assertThat(report.breakGlass().requested()).isEqualTo(1);
    assertThat(report.breakGlass().approved()).isEqualTo(1);
    BreakGlasses.Use use = report.breakGlass().used().items().getFirst();
    assertThat(use.breakGlass().id().value()).isEqualTo(glass.toString());
    assertThat(use.breakGlass().approvedBy()).isEqualTo("bob");
    assertThat(use.rules()).containsExactly("patch/scan_stale");
  }

  @Test
  void tellsHostsThatAreCompliantFromThoseOfWhichNothingIsKnown() {
    // Given
    Violation open =
        about("host/server_core", SubjectOfViolation.HOST, ViolationKind.VIOLATED, null);
    Violation silent =
        about("host/server_core", SubjectOfViolation.HOST, ViolationKind.UNKNOWN, null);
    Violation ofVm = denial("patch/scan_stale");
    host("test:p-good", true);
    placed("test:p-vm-1", "test:p-good", ofVm);
    host("test:p-bad", true);
    placed("test:p-vm-2", "test:p-bad", silent, open);
    placed("test:p-vm-3", "test:p-bad");
    host("test:p-silent", true);
    placed("test:p-vm-4", "test:p-silent", silent);
    host("test:p-empty", true);
    host("test:p-away", false);
    placed("test:p-vm-5", "test:p-away");

    // When
    Posture posture = report("public", SINCE, UNTIL).posture();

    // Then
    assertThat(posture.listed().items())
        .extracting(host -> host.host().value(), Posture.Host::state, Posture.Host::judgedBy)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("test:p-bad", Posture.State.NOT_COMPLIANT, 2L),
            org.assertj.core.groups.Tuple.tuple("test:p-away", Posture.State.UNKNOWN, 1L),
            org.assertj.core.groups.Tuple.tuple("test:p-empty", Posture.State.UNKNOWN, 0L),
            org.assertj.core.groups.Tuple.tuple("test:p-silent", Posture.State.UNKNOWN, 1L),
            org.assertj.core.groups.Tuple.tuple("test:p-good", Posture.State.COMPLIANT, 1L));
    assertThat(posture.hosts()).isEqualTo(new Posture.Hosts(1, 1, 3));
    assertThat(posture.rules().items())
        .containsExactly(new Posture.OfRule("host/server_core", 1, 1));
    assertThat(posture.vms().total()).isEqualTo(5);
    assertThat(posture.vms().fit()).isEqualTo(2);
    assertThat(posture.vms().unfit()).isEqualTo(3);
  }

  @Test
  void anEmptyPeriodIsAReportOfNothing() {
    // When
    ComplianceReport report =
        report("internal", SINCE.minus(200, ChronoUnit.DAYS), SINCE.minus(199, ChronoUnit.DAYS));

    // Then
    assertThat(report.starts().total()).isZero();
    assertThat(report.starts().over()).hasSize(24);
    assertThat(report.refusals().rules().items()).isEmpty();
    assertThat(report.cures().mean()).isNull();
    assertThat(report.cures().median()).isNull();
    assertThat(report.bypasses().runs().items()).isEmpty();
    assertThat(report.record().first()).isNull();
    assertThat(report.scope().revisions().items()).isEmpty();
    assertThat(report.rules()).isNotEmpty().allSatisfy(r -> assertThat(r.evaluated()).isZero());
    assertThat(report.verification()).isEqualTo(Verification.NOT_CHECKED);
  }

  @Test
  void saysWhichRevisionWasInForce() {
    // When
    ComplianceReport report = report(null, UNTIL, Instant.now());

    // Then
    ComplianceReport.Revision last = report.scope().revisions().items().getLast();
    assertThat(last.revision()).isEqualTo(revision());
    assertThat(last.replacedAt()).isNull();
    assertThat(report.scope().version()).isNotBlank();
  }

  @Test
  void isWhatItsSchemaSays() throws IOException {
    // Given
    Path file =
        Path.of(System.getProperty("tagout.root"), "docs/reference/compliance-report.schema.json");
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Json.tree(Files.readAllBytes(file)));

    // When
    byte[] document =
        given()
            .queryParam("since", SINCE.toString())
            .queryParam("until", UNTIL.toString())
            .get("/v1/reports/compliance")
            .asByteArray();

    // Then
    List<Error> errors = schema.validate(Json.tree(document));
    assertThat(errors).isEmpty();
    assertThat(Json.decode(document, ComplianceReport.class).unknown()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "tier=secret, tier, public",
    "since=ever, since, must be",
    "until=soon, until, must be",
    "until=2100-01-01T00:00:00Z, until, still to come",
    "since=1d&until=2d, since, not before until",
    "since=500d, since, more than 400 days"
  })
  void nonsenseIsRefusedByTheNameOfTheField(String query, String field, String said) {
    given()
        .get("/v1/reports/compliance?" + query)
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("field", equalTo(field))
        .body("detail", containsString(said));
  }

  @Test
  void itsPatienceIsForAllStatementsTogether() {
    // Given
    List<Integer> done = new ArrayList<>();
    Database.Work<Boolean> twoThatFitOneByOne =
        on -> {
          for (int i = 0; i < 2; i++) {
            on.first("SELECT pg_sleep(2)", row -> true);
            done.add(i);
          }
          return true;
        };

    // When
    Throwable thrown =
        catchThrowable(() -> database.snapshot(Duration.ofSeconds(3), twoThatFitOneByOne));

    // Then
    assertThat(thrown)
        .isInstanceOfSatisfying(
            DatabaseException.class, e -> assertThat(e.isStopped()).as(e.getMessage()).isTrue());
    assertThat(done).containsExactly(0);
  }

  @Test
  void readsThePeriodByAnIndexAndNotTheWholeRecord() {
    // Given
    Instant old = ELSEWHERE.minus(150, ChronoUnit.DAYS);
    String body = Json.text(new History(3, revision()).start(1, old, denial("patch/unknown")));
    database.call(
        on ->
            on.json(
                """
                SELECT to_jsonb(count(*)) FROM generate_series(1, 10000) AS n CROSS JOIN LATERAL put_decision(
                  ?::jsonb || jsonb_build_object('decisionId', gen_random_uuid(), 'decidedAt', ?::timestamptz + n * interval '1 second'), '{}')
                """,
                body,
                old));
    database.call(on -> on.update("ANALYZE decision"));
    long sequential = scans("seq_scan");
    long byIndex = scans("idx_scan");

    // When
    for (String tier : List.of("public", "internal", "restricted")) {
      report(tier, UNTIL.minus(1, ChronoUnit.DAYS), UNTIL);
    }

    // Then
    await("statistics are told")
        .atMost(Duration.ofSeconds(30))
        .until(() -> scans("idx_scan") > byIndex + 20);
    assertThat(scans("seq_scan")).isEqualTo(sequential);
  }

  /** Of partitions with more than a handful of rows. */
  private long scans(String what) {
    return database
        .call(
            on ->
                on.first(
                    "SELECT sum("
                        + what
                        + ") FROM pg_stat_user_tables WHERE relname LIKE 'decision\\_%'"
                        + " AND relname = 'decision_first'",
                    row -> row.getLong(1)))
        .orElseThrow();
  }

  private ComplianceReport report(String tier, Instant since, Instant until) {
    var asked = given().queryParam("since", since.toString()).queryParam("until", until.toString());
    if (tier != null) {
      asked.queryParam("tier", tier);
    }
    var response = asked.get("/v1/reports/compliance");
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
    return Json.read(response.asByteArray(), ComplianceReport.class);
  }

  private static Map<String, Long> answers(Starts starts) {
    Map<String, Long> answers = new TreeMap<>();
    starts
        .answers()
        .forEach(a -> answers.put((a.admitted() ? "admitted " : "refused ") + a.by(), a.starts()));
    return answers;
  }

  private static RuleEvidence rule(List<RuleEvidence> rules, String name) {
    return rules.stream().filter(rule -> rule.rule().equals(name)).findAny().orElseThrow();
  }

  private String revision() {
    return database
        .call(on -> on.first("SELECT revision FROM active_policy", row -> row.getString(1)))
        .orElseThrow();
  }

  private void record(History made) {
    database.transaction(
        on -> {
          made.record(on);
          return null;
        });
  }

  private void vm(String id, String tier) {
    database.call(
        on ->
            on.update(
                "INSERT INTO vm (id, assignment) VALUES (?, jsonb_build_object('tier', ?::text))",
                id,
                tier));
  }

  private void host(String id, boolean connected) {
    database.call(
        on ->
            on.update(
                "INSERT INTO host (id, name, assignment, connected, listed_at)"
                    + " VALUES (?, 'a host', '{\"tier\": \"public\"}', ?, ?)",
                id,
                connected,
                SINCE));
  }

  private void placed(String vm, String host, Violation... violations) {
    vm(vm, "public");
    database.call(
        on ->
            on.update(
                "INSERT INTO placement (vm_id, host_id, state, observed_at, event_id, course)"
                    + " VALUES (?, ?, 'DEFINED', ?, '', '{}')",
                vm,
                host,
                SINCE));
    Decision verdict = new History(4, revision()).start(0, SINCE, violations);
    var body = (com.fasterxml.jackson.databind.node.ObjectNode) Json.toTree(verdict);
    body.put("placement", "defined");
    body.withObject("/host").put("id", host);
    verdict(vm, verdict.decisionId().value(), SINCE, body);
  }

  private void verdict(String vm, String decision, Instant at, JsonNode body) {
    database.call(
        on ->
            on.update(
                "INSERT INTO verdict (vm_id, decision_id, fingerprint, decided_at, body)"
                    + " VALUES (?, ?::uuid, ?, ?, ?::jsonb)",
                vm,
                decision,
                "of " + decision,
                at,
                body));
  }

  /**
   * @param approved when bob approved it
   */
  private UUID waiver(
      String vm, Instant requested, Instant approved, Instant expires, Instant revoked) {
    UUID id = History.id(requested, new Random());
    database.call(
        on ->
            on.update(
                "INSERT INTO waiver (id, rules, vm_id, reason, requested_by, requested_at,"
                    + " approved_by, approved_at, starts_at, expires_at, revoked_by, revoked_at)"
                    + " VALUES (?::uuid, '{patch/unknown}', ?, 'a reason', 'alice', ?, 'bob', ?, ?, ?, ?, ?)",
                id,
                vm,
                requested,
                approved,
                requested,
                expires,
                revoked == null ? null : "bob",
                revoked));
    return id;
  }

  private UUID breakGlass(String vm, Instant used, Decision decision) {
    UUID id = History.id(used, new Random());
    database.call(
        on ->
            on.update(
                "INSERT INTO break_glass (id, vm_id, reason, minutes, requested_by, requested_at,"
                    + " approved_by, approved_at, expires_at, used_at, used_on, decision_id, repeat_until)"
                    + " VALUES (?::uuid, ?, 'a reason', 15, 'alice', ?, 'bob', ?, ?, ?, 'test:host', ?::uuid, ?)",
                id,
                vm,
                used,
                used,
                used.plusSeconds(900),
                used,
                decision.decisionId(),
                used));
    return id;
  }
}
