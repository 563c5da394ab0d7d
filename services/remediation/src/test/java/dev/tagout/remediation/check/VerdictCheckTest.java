package dev.tagout.remediation.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Enforcement;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.decision.Placement;
import dev.tagout.contracts.decision.RemediationAction;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.RunId;
import dev.tagout.contracts.remediation.Trigger;
import dev.tagout.remediation.run.People;
import dev.tagout.remediation.run.Run;
import dev.tagout.remediation.run.RunState;
import dev.tagout.remediation.safety.Scope;
import dev.tagout.remediation.verdict.Caps;
import dev.tagout.remediation.world.VerdictBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VerdictCheckTest {
  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
  private static final Caps CAPS = new Caps(RemediationAction.POWER_OFF, RemediationAction.NOTIFY);

  static Stream<Arguments> overtaken() {
    return Stream.of(
        Arguments.of("fit by now", bypass().allowed()),
        Arguments.of("waived by now", bypass().waived()),
        Arguments.of("undecided by now", bypass().outcome(Outcome.INDETERMINATE)),
        Arguments.of("a word by now that nobody knows", bypass().outcome(Outcome.UNRECOGNIZED)),
        Arguments.of("only observed by now", bypass().enforcement(Enforcement.OBSERVE)),
        Arguments.of("it does not run any more", bypass().placement(Placement.DEFINED)),
        Arguments.of("started again", bypass().instance("run-2")),
        Arguments.of("on another host", bypass().host(HostId.of("fake", "host-b"))),
        Arguments.of("admitted after all", new VerdictBuilder().denied()),
        Arguments.of("drift by now", new VerdictBuilder().drift().denied()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("overtaken")
  void isOvertakenBy(String what, VerdictBuilder newest) {
    // Given
    Run run = runFor(bypass().build());

    // When
    Standing standing = VerdictCheck.judge(run, newest.build(), CAPS, NOW);

    // Then
    assertThat(standing).isInstanceOf(Standing.Overtaken.class);
  }

  @Test
  void standsWithTheActionThatIsAskedForNow() {
    // Given
    Run run = runFor(bypass().build());
    Caps lower = new Caps(RemediationAction.SAVE, RemediationAction.NOTIFY);

    // When
    Standing standing = VerdictCheck.judge(run, bypass().build(), lower, NOW);

    // Then
    assertThat(standing)
        .isInstanceOfSatisfying(
            Standing.Stands.class, s -> assertThat(s.action()).isEqualTo(RemediationAction.SAVE));
  }

  @Test
  void standsUntilTheVerdictRunsOut() {
    // Given
    Run run = runFor(bypass().build());
    Instant end = NOW.plusMillis(1);

    // When
    Standing standing = VerdictCheck.judge(run, bypass().validUntil(end).build(), CAPS, NOW);

    // Then
    assertThat(standing)
        .isInstanceOfSatisfying(Standing.Stands.class, s -> assertThat(s.until()).isEqualTo(end));
  }

  @Test
  void isUnansweredWhenTheVerdictIsOutOfDate() {
    // Given
    Run run = runFor(bypass().build());

    // When
    Standing standing = VerdictCheck.judge(run, bypass().validUntil(NOW).build(), CAPS, NOW);

    // Then
    assertThat(standing).isInstanceOf(Standing.Unanswered.class);
  }

  private static VerdictBuilder bypass() {
    return new VerdictBuilder().bypass().denied();
  }

  private static Run runFor(Decision verdict) {
    return new Run(
        RunId.next(),
        verdict.vm().id(),
        verdict.vm().name(),
        verdict.host().id(),
        Scope.of(verdict),
        verdict.instance(),
        verdict.runningSince(),
        Trigger.BYPASS,
        RemediationAction.POWER_OFF,
        verdict.decisionId(),
        List.of("tier/host_below_vm"),
        NOW,
        null,
        0,
        0,
        new RunState.Pending(NOW, null),
        People.NONE,
        Optional.empty());
  }
}
