package dev.tagout.policy.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.contracts.decision.Enforcement;
import dev.tagout.contracts.decision.EnforcementAction;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.decision.RemediationAction;
import dev.tagout.contracts.decision.Severity;
import dev.tagout.contracts.decision.SubjectOfViolation;
import dev.tagout.contracts.decision.Violation;
import dev.tagout.contracts.decision.ViolationKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulingTest {
  @ParameterizedTest
  @CsvSource({
    "DENY,,DENIED,false",
    "UNRECOGNIZED,,DENIED,false",
    "DENY,waiver-1,WAIVED,true",
    "WARN,,ALLOWED,true",
    "DRYRUN,,ALLOWED,true"
  })
  void followsTheActionOfAViolation(
      EnforcementAction action, String waivedBy, Outcome outcome, boolean admitted) {
    // Given
    Evaluation evaluation = new Evaluation.Judged(List.of(violation(action, waivedBy)), null);

    // When
    Ruling ruling = Ruling.of(evaluation, FailMode.CLOSED, Enforcement.ENFORCE);

    // Then
    assertThat(ruling.outcome()).isEqualTo(outcome);
    assertThat(ruling.admitted()).isEqualTo(admitted);
  }

  @Test
  void oneUnwaivedDenialOutweighsAWaivedOne() {
    // Given
    Evaluation evaluation =
        new Evaluation.Judged(
            List.of(
                violation(EnforcementAction.DENY, "waiver-1"),
                violation(EnforcementAction.DENY, null)),
            null);

    // When
    Ruling ruling = Ruling.of(evaluation, FailMode.OPEN, Enforcement.ENFORCE);

    // Then
    assertThat(ruling.outcome()).isEqualTo(Outcome.DENIED);
    assertThat(ruling.admitted()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "CLOSED,ENFORCE,false",
    "OPEN,ENFORCE,true",
    "CLOSED,OBSERVE,true",
    "CLOSED,UNRECOGNIZED,false"
  })
  void withoutAnAnswerTheFailModeSays(
      FailMode failMode, Enforcement enforcement, boolean admitted) {
    // When
    Ruling ruling = Ruling.of(new Evaluation.Undecided("why"), failMode, enforcement);

    // Then
    assertThat(ruling.outcome()).isEqualTo(Outcome.INDETERMINATE);
    assertThat(ruling.admitted()).isEqualTo(admitted);
  }

  @Test
  void whatIsOnlyObservedIsDeniedAndAdmitted() {
    // Given
    Evaluation evaluation =
        new Evaluation.Judged(List.of(violation(EnforcementAction.DENY, null)), null);

    // When
    Ruling ruling = Ruling.of(evaluation, FailMode.CLOSED, Enforcement.OBSERVE);

    // Then
    assertThat(ruling.outcome()).isEqualTo(Outcome.DENIED);
    assertThat(ruling.admitted()).isTrue();
  }

  private static Violation violation(EnforcementAction action, String waivedBy) {
    return new Violation(
        "tier/mixed",
        action,
        Severity.HIGH,
        ViolationKind.VIOLATED,
        "message",
        "fix",
        SubjectOfViolation.VM,
        List.of(),
        null,
        RemediationAction.NOTIFY,
        waivedBy);
  }
}
