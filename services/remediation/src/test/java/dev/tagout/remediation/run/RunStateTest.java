package dev.tagout.remediation.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.contracts.remediation.HoldCause;
import dev.tagout.contracts.remediation.RunStatus;
import dev.tagout.remediation.safety.Hold;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunStateTest {
  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(5);

  private static final Hold HOLD = new Hold(HoldCause.LIMIT, "5 VMs");

  private final RunState.Pending pending = new RunState.Pending(NOW, null);

  @Test
  void succeedsByWayOfActing() {
    // When
    RunState state = pending.act().succeed("off", LATER, Optional.of(Duration.ofSeconds(5)));

    // Then
    assertThat(state)
        .isEqualTo(new RunState.Succeeded("off", LATER, Optional.of(Duration.ofSeconds(5))));
    assertThat(state.status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void goesBackToPendingWhenAnAttemptFailed() {
    // When
    RunState state = pending.act().again(LATER, "libvirt is away");

    // Then
    assertThat(state).isEqualTo(new RunState.Pending(LATER, "libvirt is away"));
  }

  @Test
  void staysApprovedOverAFailedAttempt() {
    // When
    RunState state =
        pending.hold(HOLD).approve("approved", NOW).act().again(LATER, "libvirt is away");

    // Then
    assertThat(state).isEqualTo(new RunState.Approved(LATER, "libvirt is away"));
    assertThat(state.status()).isEqualTo(RunStatus.PENDING);
  }

  @Test
  void isDueAtOnceWhenApproved() {
    // When
    RunState.Approved state = pending.hold(HOLD).approve("approved by alice", NOW);

    // Then
    assertThat(state).isEqualTo(new RunState.Approved(NOW, "approved by alice"));
  }

  @Test
  void isCancelledWhileHeld() {
    // When
    RunState state = pending.hold(HOLD).cancel("cancelled by alice", LATER);

    // Then
    assertThat(state).isEqualTo(new RunState.Cancelled("cancelled by alice", LATER));
  }

  @Test
  void beginsAnewWhenWhatHeldItIsOver() {
    // When
    RunState state = pending.hold(HOLD).release("the breaker was reset", LATER);

    // Then
    assertThat(state).isEqualTo(new RunState.Pending(LATER, "the breaker was reset"));
  }

  @Test
  void goesOnThoughItWasToBeHeldWhenAPersonApprovedIt() {
    // Given
    RunState.Acting approved = pending.hold(HOLD).approve("approved", NOW).act();

    // When
    RunState state = approved.hold(HOLD);

    // Then
    assertThat(state).isEqualTo(approved);
    assertThat(pending.act().hold(HOLD)).isEqualTo(new RunState.Held(HoldCause.LIMIT, "5 VMs"));
  }
}
