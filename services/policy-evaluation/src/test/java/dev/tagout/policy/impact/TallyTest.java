package dev.tagout.policy.impact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.contracts.decision.HostRef;
import dev.tagout.contracts.decision.Violation;
import dev.tagout.contracts.decision.VmRef;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.policy.impact.Impact.Counts;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TallyTest {
  private static final Instant MONDAY = Instant.parse("2026-11-23T10:00:00Z");
  private static final Instant TUESDAY = Instant.parse("2026-11-24T10:00:00Z");

  @Test
  void countsByRuleTierAndOwnerAndNamesEachVmOnce() {
    // Given
    Tally tally = new Tally(10);

    // When
    tally.add(denied("test:a", "internal", "alice", TUESDAY, "patch/stale", "patch/stale"));
    tally.add(denied("test:a", "internal", "alice", MONDAY, "tier/mixed"));
    tally.add(new Comparison.NewlyAdmitted(of("test:b", null, null, MONDAY, "tier/unknown")));
    tally.add(new Comparison.Same());
    tally.add(new Comparison.Undecided());
    tally.add(new Comparison.Skipped());

    // Then
    Impact impact = tally.impact("new", "old", Impact.Scope.DECISIONS, MONDAY, TUESDAY);
    assertThat(impact.replayed()).isEqualTo(5);
    assertThat(impact.undecided()).isEqualTo(1);
    assertThat(impact.skipped()).isEqualTo(1);
    assertThat(impact.truncated()).isFalse();
    assertThat(impact.newlyDenied())
        .isEqualTo(
            new Impact.Side(
                2,
                List.of(
                    new Impact.AffectedVm(
                        new VmId("test:a"),
                        "test:a",
                        "internal",
                        "alice",
                        "test:alpha",
                        2,
                        List.of("patch/stale", "tier/mixed"),
                        List.of("message of patch/stale", "message of tier/mixed"),
                        MONDAY,
                        TUESDAY))));
    assertThat(impact.newlyAdmitted().decisions()).isEqualTo(1);
    assertThat(impact.byRule())
        .isEqualTo(
            Map.of(
                "patch/stale", new Counts(1, 0),
                "tier/mixed", new Counts(1, 0),
                "tier/unknown", new Counts(0, 1)));
    assertThat(impact.byTier())
        .isEqualTo(Map.of("internal", new Counts(2, 0), "(none)", new Counts(0, 1)));
    assertThat(impact.byOwner())
        .isEqualTo(Map.of("alice", new Counts(2, 0), "(none)", new Counts(0, 1)));
  }

  @Test
  void saysThatItListsNotAllVmsAndStillCountsThem() {
    // Given
    Tally tally = new Tally(1);

    // When
    tally.add(denied("test:a", "internal", "alice", MONDAY, "tier/mixed"));
    tally.add(denied("test:b", "internal", "bob", MONDAY, "tier/mixed"));
    tally.add(denied("test:a", "internal", "alice", MONDAY, "tier/mixed"));

    // Then
    Impact impact = tally.impact("new", "old", Impact.Scope.DECISIONS, MONDAY, TUESDAY);
    assertThat(impact.truncated()).isTrue();
    assertThat(impact.newlyDenied().decisions()).isEqualTo(3);
    assertThat(impact.newlyDenied().vms())
        .singleElement()
        .satisfies(vm -> assertThat(vm.decisions()).isEqualTo(2));
    assertThat(impact.byOwner()).containsEntry("bob", new Counts(1, 0));
  }

  @Test
  void doesNotGrowWithTheNumberOfOwners() {
    // Given
    Tally tally = new Tally(1);

    // When
    for (int i = 0; i < 5000; i++) {
      tally.add(denied("test:a", "internal", "owner-" + i, MONDAY, "tier/mixed"));
    }

    // Then
    Map<String, Counts> owners =
        tally.impact("new", "old", Impact.Scope.DECISIONS, MONDAY, TUESDAY).byOwner();
    assertThat(owners).hasSize(1001).containsEntry("(others)", new Counts(4000, 0));
  }

  private static Comparison denied(
      String vm, String tier, String owner, Instant at, String... rules) {
    return new Comparison.NewlyDenied(of(vm, tier, owner, at, rules));
  }

  private static Comparison.Case of(
      String vm, String tier, String owner, Instant at, String... rules) {
    List<Violation> denials =
        Arrays.stream(rules)
            .map(
                rule ->
                    Decided.violation(
                        rule,
                        dev.tagout.contracts.decision.EnforcementAction.DENY,
                        "message of " + rule,
                        null))
            .toList();
    return new Comparison.Case(
        new VmRef(new VmId(vm), vm, tier),
        owner,
        new HostRef(new HostId("test:alpha"), "alpha", tier),
        at,
        denials);
  }
}
