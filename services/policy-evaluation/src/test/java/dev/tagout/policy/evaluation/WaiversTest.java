package dev.tagout.policy.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.decision.Enforcement;
import dev.tagout.contracts.decision.EnforcementAction;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.decision.RemediationAction;
import dev.tagout.contracts.decision.Severity;
import dev.tagout.contracts.decision.SubjectOfViolation;
import dev.tagout.contracts.decision.Violation;
import dev.tagout.contracts.decision.ViolationKind;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.id.WaiverId;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.policy.Waiver;
import dev.tagout.contracts.policy.WaiverSelector;
import dev.tagout.contracts.policy.WaiverState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaiversTest {
  private static final Instant AT = Instant.parse("2026-11-24T10:00:00Z");
  private static final Instant BEFORE = AT.minusSeconds(3600);
  private static final Instant AFTER = AT.plusSeconds(3600);
  private static final VmId VM = new VmId("test:web");
  private static final HostId HOST = new HostId("test:host");
  private static final String STALE = "patch/scan_stale";

  @Test
  void aCoveredViolationStaysAndNamesItsWaiver() {
    // Given
    Waiver waiver = waiver(VM, null, null, BEFORE, AFTER);

    // When
    Evaluation.Judged applied = applied(judged(violation(STALE)), waiver);

    // Then
    assertThat(applied.violations())
        .containsExactly(violation(STALE).waivedBy(waiver.id().value()));
    assertThat(applied.validUntil()).isEqualTo(AFTER);
    assertThat(Ruling.of(applied, FailMode.CLOSED, Enforcement.ENFORCE).outcome())
        .isEqualTo(Outcome.WAIVED);
  }

  @ParameterizedTest
  @CsvSource({
    "-1,1,true",
    "0,1,true",
    "-1,0,false",
    "1,2,false",
  })
  void holdsFromItsStartUntilItsExpiryAndNotThen(long start, long end, boolean holds) {
    // Given
    Waiver waiver = waiver(VM, null, null, AT.plusMillis(start), AT.plusMillis(end));

    // When
    Evaluation.Judged applied = applied(judged(violation(STALE)), waiver);

    // Then
    assertThat(applied.violations().getFirst().waivedBy() != null).isEqualTo(holds);
  }

  @Test
  void aRuleThatIsNotNamedIsNotWaived() {
    // Given
    Waiver waiver = waiver(VM, null, null, BEFORE, AFTER);

    // When
    Evaluation.Judged applied = applied(judged(violation(STALE), violation("tier/mixed")), waiver);

    // Then
    assertThat(applied.violations())
        .extracting(Violation::waivedBy)
        .containsExactly(waiver.id().value(), null);
  }

  @Test
  void whatAPolicySaysOfWaiversDoesNotCount() {
    // Given
    Evaluation.Judged evaluation = judged(violation(STALE).waivedBy("the policy's own word"));

    // When
    Evaluation.Judged applied = applied(evaluation);

    // Then
    assertThat(applied.violations()).containsExactly(violation(STALE));
  }

  @Test
  void whereThereIsNoAnswerThereIsNothingToWaive() {
    // Given
    Evaluation undecided = new Evaluation.Undecided("why");

    // When
    Evaluation applied =
        new Waivers(List.of(waiver(VM, null, null, BEFORE, AFTER))).applied(undecided, input(), AT);

    // Then
    assertThat(applied).isEqualTo(undecided);
  }

  @ParameterizedTest
  @CsvSource({
    // vm, tier, owner, group, host
    "test:web,,,,,true",
    "test:db,,,,,false",
    "test:web,,,,test:host,true",
    "test:web,,,,test:other,false",
    ",internal,,,,true",
    ",public,,,,false",
    ",,team-web,,,true",
    ",,team-db,,,false",
    ",,,finance,,true",
    ",,,hr,,false",
    ",internal,team-web,finance,test:host,true",
    ",internal,team-web,hr,test:host,false",
    ",,,,test:host,true",
    ",,,,test:other,false",
    ",,,,,false",
  })
  void coversWhatIsInItsWholeScope(
      String vm, String tier, String owner, String group, String host, boolean covered) {
    // Given
    boolean selects = tier != null || owner != null || group != null;
    Waiver waiver =
        waiver(
            vm == null ? null : new VmId(vm),
            selects ? new WaiverSelector(tier, owner, group) : null,
            host == null ? null : new HostId(host),
            BEFORE,
            AFTER);

    // When
    Evaluation.Judged applied = applied(judged(violation(STALE)), waiver);

    // Then
    assertThat(applied.violations().getFirst().waivedBy() != null).isEqualTo(covered);
  }

  @ParameterizedTest
  @CsvSource({"tierSource,internal,", "ownerSource,,team-web"})
  void aVmCannotTalkItselfIntoASelector(String source, String tier, String owner) {
    // Given
    ObjectNode input = input();
    ((ObjectNode) input.get("vm")).put(source, "configuration");
    Waiver waiver = waiver(null, new WaiverSelector(tier, owner, null), null, BEFORE, AFTER);

    // When
    Evaluation applied = new Waivers(List.of(waiver)).applied(judged(violation(STALE)), input, AT);

    // Then
    assertThat(((Evaluation.Judged) applied).violations()).containsExactly(violation(STALE));
  }

  @Test
  void aHostsWaiverDoesNotCoverAVmWithoutAPlace() {
    // Given
    ObjectNode input = input();
    input.remove("host");
    Waiver waiver = waiver(VM, null, HOST, BEFORE, AFTER);

    // When
    Evaluation applied = new Waivers(List.of(waiver)).applied(judged(violation(STALE)), input, AT);

    // Then
    assertThat(((Evaluation.Judged) applied).violations()).containsExactly(violation(STALE));
  }

  @Test
  void ofSeveralTheOneThatLastsLongestIsNamed() {
    // Given
    Waiver shorter = waiver(VM, null, null, BEFORE, AFTER);
    Waiver longer = waiver(VM, null, null, BEFORE, AFTER.plusSeconds(60));

    // When
    Evaluation.Judged applied = applied(judged(violation(STALE)), shorter, longer);

    // Then
    assertThat(applied.violations().getFirst().waivedBy()).isEqualTo(longer.id().value());
    assertThat(applied.validUntil()).isEqualTo(AFTER.plusSeconds(60));
  }

  @Test
  void isValidUntilAWaiverThatMattersBegins() {
    // Given
    Waiver toBegin = waiver(VM, null, null, AT.plusSeconds(60), AFTER);
    Waiver ofAnotherRule =
        withRule(waiver(VM, null, null, AT.plusSeconds(30), AFTER), "tier/mixed");
    Waiver ofAnotherVm = waiver(new VmId("test:db"), null, null, AT.plusSeconds(30), AFTER);

    // When
    Evaluation.Judged applied =
        applied(judged(violation(STALE)), toBegin, ofAnotherRule, ofAnotherVm);

    // Then
    assertThat(applied.violations()).containsExactly(violation(STALE));
    assertThat(applied.validUntil()).isEqualTo(AT.plusSeconds(60));
  }

  @Test
  void whatPolicySaysEndsEarlierStillCounts() {
    // Given
    Evaluation.Judged evaluation =
        new Evaluation.Judged(List.of(violation(STALE)), AT.plusSeconds(1));

    // When
    Evaluation.Judged applied = applied(evaluation, waiver(VM, null, null, BEFORE, AFTER));

    // Then
    assertThat(applied.validUntil()).isEqualTo(AT.plusSeconds(1));
  }

  @ParameterizedTest
  @CsvSource({"-61,0", "-60,1", "59,1", "60,0"})
  void aReplayCountsThoseThatWereApprovedAndNotYetRevoked(long seconds, int count) {
    // Given
    Waiver waiver = waiver(VM, null, null, BEFORE, AFTER);
    Waiver revoked = granted(waiver, AT.minusSeconds(60), AT.plusSeconds(60));

    // When
    Waivers then = new Waivers(List.of(revoked)).asOf(AT.plusSeconds(seconds));

    // Then
    assertThat(then.all()).hasSize(count);
  }

  private static Evaluation.Judged applied(Evaluation.Judged evaluation, Waiver... waivers) {
    return (Evaluation.Judged) new Waivers(List.of(waivers)).applied(evaluation, input(), AT);
  }

  private static Evaluation.Judged judged(Violation... violations) {
    return new Evaluation.Judged(List.of(violations), null);
  }

  private static ObjectNode input() {
    return (ObjectNode)
        Json.tree(
            """
            {"vm":{"id":"test:web","tier":"internal","tierSource":"assignment",
                   "owner":"team-web","ownerSource":"assignment","group":"finance"},
             "host":{"id":"test:host"}}
            """
                .getBytes(StandardCharsets.UTF_8));
  }

  private static Waiver waiver(
      VmId vm, WaiverSelector selector, HostId host, Instant startsAt, Instant expiresAt) {
    return new Waiver(
        WaiverId.next(),
        WaiverState.ACTIVE,
        List.of(STALE),
        vm,
        selector,
        host,
        "why",
        null,
        null,
        "alice",
        BEFORE,
        "bob",
        BEFORE,
        startsAt,
        expiresAt,
        null,
        null,
        null);
  }

  private static Waiver withRule(Waiver w, String rule) {
    return new Waiver(
        w.id(),
        w.state(),
        List.of(rule),
        w.vm(),
        w.selector(),
        w.host(),
        w.reason(),
        w.ticket(),
        w.owner(),
        w.requestedBy(),
        w.requestedAt(),
        w.approvedBy(),
        w.approvedAt(),
        w.startsAt(),
        w.expiresAt(),
        w.revokedBy(),
        w.revokedAt(),
        w.revokeReason());
  }

  private static Waiver granted(Waiver w, Instant approvedAt, Instant revokedAt) {
    return new Waiver(
        w.id(),
        WaiverState.REVOKED,
        w.rules(),
        w.vm(),
        w.selector(),
        w.host(),
        w.reason(),
        w.ticket(),
        w.owner(),
        w.requestedBy(),
        w.requestedAt(),
        w.approvedBy(),
        approvedAt,
        w.startsAt(),
        w.expiresAt(),
        "carol",
        revokedAt,
        "why not");
  }

  private static Violation violation(String rule) {
    return new Violation(
        rule,
        EnforcementAction.DENY,
        Severity.HIGH,
        ViolationKind.VIOLATED,
        "message",
        "fix",
        SubjectOfViolation.VM,
        List.of(),
        null,
        RemediationAction.NOTIFY,
        null);
  }
}
