package dev.tagout.policy.readiness;

import static dev.tagout.policy.impact.Decided.AT;
import static dev.tagout.policy.impact.Decided.denial;
import static dev.tagout.policy.impact.Decided.start;
import static dev.tagout.policy.impact.Decided.unknown;
import static dev.tagout.policy.impact.Decided.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.decision.Placement;
import dev.tagout.contracts.decision.SubjectOfViolation;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.Json;
import dev.tagout.policy.bundle.Tiers;
import dev.tagout.policy.bundle.TiersOf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReadinessTallyTest {
  private static final Tiers TIERS =
      TiersOf.data(
          Json.tree(
              "{\"parameters\":{\"tiers\":{\"fail_mode\":{\"public\":\"open\"}}}}"
                  .getBytes(StandardCharsets.UTF_8)));

  private final TreeMap<String, Boolean> rules = new TreeMap<>();

  @Test
  void aTierIsReadyWhenNobodyInItWouldBeRefusedNow() {
    // Given
    ReadinessTally tally = tally(10);

    // When
    tally.verdict(verdict(Placement.RUNNING, "test:a", "internal", Outcome.ALLOWED), null);
    tally.denied(start("test:a", "internal", Outcome.DENIED, denial("tier/mixed")));
    tally.verdict(
        verdict(Placement.RUNNING, "test:b", "restricted", Outcome.DENIED, denial("a/b")), null);
    tally.verdict(verdict(Placement.DEFINED, "test:c", "restricted", Outcome.ALLOWED), null);

    // Then
    assertThat(tally.readiness("r", AT, AT).tiers())
        .containsExactly(
            new Readiness.Tier("internal", 1, 0, true),
            new Readiness.Tier("restricted", 2, 1, false));
  }

  @Test
  void noAnswerCountsAsTheFailModeOfTheTierSays() {
    // Given
    ReadinessTally tally = tally(10);

    // When
    tally.verdict(verdict(Placement.RUNNING, "test:a", "public", Outcome.INDETERMINATE), null);
    tally.verdict(verdict(Placement.RUNNING, "test:b", "internal", Outcome.INDETERMINATE), null);
    tally.verdict(verdict(Placement.RUNNING, "test:c", null, Outcome.INDETERMINATE), null);

    // Then
    assertThat(tally.readiness("r", AT, AT).tiers())
        .containsExactly(
            new Readiness.Tier("internal", 1, 1, false),
            new Readiness.Tier("public", 1, 0, true),
            new Readiness.Tier(null, 1, 1, false));
  }

  @Test
  void aVmThatIsGoneStopsNobody() {
    // Given
    ReadinessTally tally = tally(10);

    // When
    tally.verdict(
        verdict(Placement.LAST, "test:a", "internal", Outcome.DENIED, denial("a/b")), null);

    // Then
    Readiness readiness = tally.readiness("r", AT, AT);
    assertThat(readiness.tiers()).isEmpty();
    assertThat(readiness.vms()).isEmpty();
  }

  @Test
  void namesWhatIsMissingWhereAndWhoTellsIt() {
    // Given
    rules.put("network/vlan_isolation", true);
    ReadinessTally tally = tally(10);

    // When
    tally.verdict(
        verdict(
            Placement.RUNNING,
            "test:a",
            "internal",
            Outcome.DENIED,
            unknown("host/applications", SubjectOfViolation.HOST, "host.system"),
            unknown("host/unapproved_roles", SubjectOfViolation.HOST, "host.system"),
            unknown("patch/unknown", SubjectOfViolation.VM, "vm.patch"),
            unknown("tier/unknown", SubjectOfViolation.VM, "vm.tier")),
        "alice");

    // Then
    Readiness readiness = tally.readiness("r", AT, AT);
    assertThat(readiness.missingFacts())
        .containsExactly(
            new Readiness.MissingFact(
                "host.system",
                List.of("test:alpha"),
                1,
                "dev.tagout.host.system-observed.v1",
                List.of("host/applications", "host/unapproved_roles")),
            new Readiness.MissingFact(
                "vm.patch",
                List.of("test:a"),
                1,
                "dev.tagout.vm.patch-scanned.v1",
                List.of("patch/unknown")),
            new Readiness.MissingFact(
                "vm.tier",
                List.of("test:a"),
                1,
                "PUT /v1/vms/{id}/assignment",
                List.of("tier/unknown")));
    assertThat(readiness.rules())
        .containsExactly(
            new Readiness.Rule("host/applications", 0, 1, 0, false),
            new Readiness.Rule("host/unapproved_roles", 0, 1, 0, false),
            new Readiness.Rule("network/vlan_isolation", 0, 0, 0, true),
            new Readiness.Rule("patch/unknown", 0, 1, 0, false),
            new Readiness.Rule("tier/unknown", 0, 1, 0, false));
  }

  @Test
  void listsThoseThatWouldBeRefusedFirstAndSaysWhenThereAreMore() {
    // Given
    ReadinessTally tally = tally(1);

    // When
    tally.denied(start("test:a", "internal", Outcome.DENIED, denial("tier/mixed")));
    tally.verdict(verdict(Placement.RUNNING, "test:a", "internal", Outcome.ALLOWED), "alice");
    tally.verdict(
        verdict(Placement.RUNNING, "test:b", "internal", Outcome.DENIED, denial("a/b")), "bob");

    // Then
    Readiness readiness = tally.readiness("r", AT, AT);
    assertThat(readiness.truncated()).isTrue();
    assertThat(readiness.vms())
        .containsExactly(
            new Readiness.Vm(
                new VmId("test:b"),
                "test:b",
                "internal",
                "bob",
                true,
                0,
                null,
                List.of("a/b"),
                List.of()));
  }

  private ReadinessTally tally(int limit) {
    return new ReadinessTally(TIERS, rules, limit);
  }
}
