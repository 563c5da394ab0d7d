package dev.tagout.policy.finding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Enforcement;
import dev.tagout.contracts.decision.EnforcementAction;
import dev.tagout.contracts.decision.HostRef;
import dev.tagout.contracts.decision.Operation;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.decision.Placement;
import dev.tagout.contracts.decision.Point;
import dev.tagout.contracts.decision.RemediationAction;
import dev.tagout.contracts.decision.Severity;
import dev.tagout.contracts.decision.SubjectOfViolation;
import dev.tagout.contracts.decision.Violation;
import dev.tagout.contracts.decision.ViolationKind;
import dev.tagout.contracts.decision.VmRef;
import dev.tagout.contracts.finding.Finding;
import dev.tagout.contracts.id.DecisionId;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class MattersTest {
  private static final Instant START = Instant.parse("2026-11-29T09:00:00Z");
  private static final Duration QUIET = Duration.ofMinutes(15);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Damping DAMPING = new Damping(Duration.ofMinutes(1), QUIET, LONGEST, 4);
  private static final String RULE = "patch/missing_security_updates";

  private final Siem siem = new Siem();

  @Test
  void tellsWhenItBeginsAndWhenItEndsAndNothingBetween() {
    // When
    siem.hears(0, violation(RULE));
    siem.hears(10, violation(RULE));
    siem.hears(20, violation(RULE));
    siem.hears(30);
    siem.hears(40);

    // Then
    assertThat(siem.told).containsExactly("0 opened " + RULE, "30 resolved " + RULE);
  }

  @Test
  void tellsOfNoChangeWhenAScanFoundTheSameAgain() {
    // When
    siem.hears(0, violation(RULE, "KB1", "2026-11-29T08:00:00Z"));
    siem.hears(10, violation(RULE, "KB1", "2026-11-29T09:00:00Z"));
    siem.hears(20, violation(RULE, "KB2", "2026-11-29T09:00:00Z"));

    // Then
    assertThat(siem.told).containsExactly("0 opened " + RULE, "20 changed " + RULE);
  }

  @Test
  void endsNothingWhenThereIsNoAnswer() {
    // When
    siem.hears(0, violation(RULE));
    siem.hears(verdict(10, Outcome.INDETERMINATE, Placement.DEFINED, false, List.of()));

    // Then
    assertThat(siem.told).containsExactly("0 opened " + RULE);
  }

  @Test
  void tellsOfARunThatNobodyAdmittedThoughPoliciesGiveNoAnswer() {
    // When
    siem.hears(verdict(0, Outcome.INDETERMINATE, Placement.RUNNING, true, List.of()));
    siem.hears(verdict(10, Outcome.INDETERMINATE, Placement.DEFINED, false, List.of()));

    // Then
    assertThat(siem.told).containsExactly("0 opened tagout/bypass", "10 resolved tagout/bypass");
  }

  @Test
  void endsWhatAVmHadThatIsGoneThoughPoliciesGiveNoAnswer() {
    // When
    siem.hears(0, violation(RULE));
    siem.hears(verdict(10, Outcome.INDETERMINATE, Placement.LAST, false, List.of()));

    // Then
    assertThat(siem.told).containsExactly("0 opened " + RULE, "10 resolved " + RULE);
    assertThat(siem.codes).last().isEqualTo("violation.ended");
  }

  @Test
  void callsNothingCuredOnAHostThatTheVmLeft() {
    // Given
    Violation ofHost = ofHost("host/not_hardened");
    siem.hears(0, ofHost);

    // When
    siem.hears(
        on("libvirt:host-b", verdict(10, Outcome.ALLOWED, Placement.DEFINED, false, List.of())));
    siem.hears(
        on(
            "libvirt:host-c",
            verdict(20, Outcome.DENIED, Placement.DEFINED, false, List.of(ofHost))));
    siem.hears(
        on("libvirt:host-c", verdict(30, Outcome.ALLOWED, Placement.DEFINED, false, List.of())));

    // Then
    assertThat(siem.codes)
        .containsExactly(
            "violation.opened", "violation.ended", "violation.opened", "violation.resolved");
  }

  @Test
  void holdsNothingBackOfWhatNobodyKnows() {
    // Given
    for (int i = 0; i < 6; i++) {
      siem.hears(i, unknown(RULE, i));
    }

    // When
    siem.hears(10, violation(RULE));

    // Then
    assertThat(siem.told).containsExactly("10 opened " + RULE + " x7");
  }

  @Test
  void endsEverythingWhenTheVmIsGone() {
    // When
    siem.hears(0, violation(RULE));
    siem.hears(verdict(10, Outcome.DENIED, Placement.LAST, false, List.of(violation(RULE))));

    // Then
    assertThat(siem.told).containsExactly("0 opened " + RULE, "10 resolved " + RULE);
  }

  @Test
  void waitsForTheFactsOfANewVm() {
    // When
    siem.hears(0, unknown("a/late"), unknown("b/never"));
    siem.hears(30, unknown("b/never"));
    siem.hearsWhatIsDue();

    // Then
    assertThat(siem.told).containsExactly("60 opened b/never");
  }

  @Test
  void tellsOfARunThatNobodyAdmitted() {
    // When
    siem.hears(verdict(0, Outcome.ALLOWED, Placement.RUNNING, true, List.of()));
    siem.hears(verdict(10, Outcome.ALLOWED, Placement.RUNNING, true, List.of()));
    siem.hears(verdict(20, Outcome.ALLOWED, Placement.DEFINED, false, List.of()));

    // Then
    assertThat(siem.told).containsExactly("0 opened tagout/bypass", "20 resolved tagout/bypass");
  }

  @Test
  void holdsBackWhatFlapsAndSaysHowOften() {
    // Given
    for (int i = 0; i < 20; i++) {
      siem.hears(i * 10, i % 2 == 0 ? List.of(violation(RULE)) : List.of());
    }
    assertThat(siem.told).hasSize(4);

    // When
    siem.hearsWhatIsDue();

    // Then
    assertThat(siem.told).hasSize(5).last().isEqualTo("1090 resolved " + RULE + " x16");
  }

  @Test
  void tellsOfWhatFlapsForAllTimeFromTimeToTime() {
    // When
    int hours = 5;
    for (int i = 0; i < hours * 3600; i += 10) {
      siem.hears(i, i % 20 == 0 ? List.of(violation(RULE)) : List.of());
    }

    // Then
    assertThat(siem.told).hasSizeBetween(4 + hours - 1, 4 + hours);
  }

  @Test
  void takesWhatComesAgainMuchLaterForAFindingOfItsOwn() {
    // When
    siem.hears(0, violation(RULE));
    siem.hears(10);
    siem.hears(4000, violation(RULE));

    // Then
    assertThat(siem.told)
        .containsExactly("0 opened " + RULE, "10 resolved " + RULE, "4000 opened " + RULE);
    assertThat(siem.uids).hasSize(2);
  }

  @Property(tries = 500)
  void theSiemKnowsInTheEndWhatIsSo(@ForAll("histories") List<Moment> history) {
    // When
    Siem reader = new Siem();
    int at = 0;
    List<Violation> now = List.of();
    for (Moment moment : history) {
      at += moment.later();
      now = moment.rules().stream().map(MattersTest::violation).toList();
      reader.hears(at, now);
    }
    reader.hearsWhatIsDue();

    // Then
    assertThat(reader.open())
        .isEqualTo(now.stream().map(Violation::rule).collect(Collectors.toSet()));
    assertThat(reader.matters.due()).isEmpty();
  }

  record Moment(int later, Set<String> rules) {}

  @Provide
  Arbitrary<List<Moment>> histories() {
    Arbitrary<Integer> later =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(8, Arbitraries.integers().between(0, 100)),
            net.jqwik.api.Tuple.of(1, Arbitraries.integers().between(100, 10_000)));
    return Combinators.combine(later, Arbitraries.of("a/a", "b/b", "c/c").set())
        .as(Moment::new)
        .list()
        .ofMaxSize(60);
  }

  /** Reads the events as a SIEM would, and forgets nothing between verdicts but what is written. */
  private static final class Siem {
    private final List<String> told = new ArrayList<>();
    private final List<String> codes = new ArrayList<>();
    private final Map<String, Integer> sequences = new HashMap<>();
    private final Map<String, String> openRules = new HashMap<>();
    private final Set<String> uids = new HashSet<>();
    private Matters matters = Matters.none();
    private Decision last;

    void hears(int second, Violation... violations) {
      hears(second, List.of(violations));
    }

    void hears(int second, List<Violation> violations) {
      hears(
          verdict(
              second,
              violations.isEmpty() ? Outcome.ALLOWED : Outcome.DENIED,
              Placement.DEFINED,
              false,
              violations));
    }

    void hears(Decision verdict) {
      last = verdict;
      Matters.Step step =
          Matters.read(matters.json()).follow(verdict, verdict.decisionId(), null, DAMPING);
      step.findings().forEach(this::read);
      matters = step.matters();
    }

    /** Nothing changes any more, and the VM is judged whenever there is something to tell. */
    void hearsWhatIsDue() {
      while (matters.due().isPresent()) {
        int second = (int) Duration.between(START, matters.due().get()).toSeconds();
        hears(
            verdict(second, last.outcome(), last.placement(), last.isBypass(), last.violations()));
      }
    }

    Set<String> open() {
      return new HashSet<>(openRules.values());
    }

    private void read(Finding finding) {
      JsonNode event = finding.event();
      String uid = event.at("/finding_info/uid").asText();
      String rule = event.at("/finding_info/analytic/uid").asText();
      uids.add(uid);
      int sequence = event.at("/metadata/sequence").asInt();
      assertThat(sequences.put(uid, sequence)).isEqualTo(sequence == 1 ? null : sequence - 1);
      String stage =
          switch (event.path("activity_id").asInt()) {
            case 1 -> "opened";
            case 2 -> "changed";
            default -> "resolved";
          };
      assertThat(stage.equals("opened")).isEqualTo(sequence == 1);
      if (stage.equals("resolved")) {
        openRules.remove(uid);
      } else {
        openRules.put(uid, rule);
      }
      long second = event.path("time").asLong() / 1000 - START.getEpochSecond();
      String times = event.has("count") ? " x" + event.path("count").asInt() : "";
      codes.add(event.at("/metadata/event_code").asText());
      told.add(second + " " + stage + " " + rule + times);
    }
  }

  private static Decision verdict(
      int second,
      Outcome outcome,
      Placement placement,
      boolean bypass,
      List<Violation> violations) {
    return new Decision(
        DecisionId.next(),
        outcome,
        outcome == Outcome.ALLOWED,
        Point.STANDING,
        Operation.START,
        new VmRef(new VmId("libvirt:0f3c"), "web-01", "internal"),
        new HostRef(new HostId("libvirt:host-a"), "host-a", null),
        violations,
        "tagout: web-01",
        Enforcement.ENFORCE,
        START.plusSeconds(second),
        null,
        "7ebd86d849bb9bfc",
        null,
        placement,
        bypass,
        null,
        bypass ? "17" : null,
        null,
        null,
        null);
  }

  private static Violation violation(String rule) {
    return violation(rule, "KB1", "2026-11-29T08:00:00Z");
  }

  private static Violation unknown(String rule) {
    return violation(rule, ViolationKind.UNKNOWN, JsonNodeFactory.instance.objectNode());
  }

  private static Violation unknown(String rule, int missing) {
    return violation(
        rule, ViolationKind.UNKNOWN, JsonNodeFactory.instance.objectNode().put("missing", missing));
  }

  private static Violation ofHost(String rule) {
    Violation vm = violation(rule);
    return new Violation(
        rule,
        vm.action(),
        vm.severity(),
        vm.kind(),
        vm.message(),
        vm.fix(),
        SubjectOfViolation.HOST,
        vm.controls(),
        vm.details(),
        vm.remediation(),
        null);
  }

  private static Decision on(String host, Decision verdict) {
    return new Decision(
        verdict.decisionId(),
        verdict.outcome(),
        verdict.admitted(),
        verdict.point(),
        verdict.operation(),
        verdict.vm(),
        new HostRef(new HostId(host), host, null),
        verdict.violations(),
        verdict.message(),
        verdict.enforcement(),
        verdict.decidedAt(),
        null,
        verdict.revision(),
        null,
        verdict.placement(),
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static Violation violation(String rule, String update, String scannedAt) {
    return violation(
        rule,
        ViolationKind.VIOLATED,
        JsonNodeFactory.instance.objectNode().put("update", update).put("scannedAt", scannedAt));
  }

  private static Violation violation(String rule, ViolationKind kind, JsonNode details) {
    return new Violation(
        rule,
        EnforcementAction.DENY,
        Severity.HIGH,
        kind,
        "web-01 misses 1 security update",
        "Install it.",
        SubjectOfViolation.VM,
        List.of("nist-800-53:SI-2"),
        details,
        RemediationAction.NOTIFY,
        null);
  }
}
