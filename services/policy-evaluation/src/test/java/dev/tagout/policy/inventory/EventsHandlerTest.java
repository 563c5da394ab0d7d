package dev.tagout.policy.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.StopCause;
import dev.tagout.contracts.event.TagoutEvent;
import dev.tagout.contracts.event.VmStopped;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.topic.Topic;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class EventsHandlerTest {
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

  private final EventsHandler handler =
      new EventsHandler(Topic.VM_EVENTS, null, null, Clock.fixed(NOW, ZoneOffset.UTC));

  /** It would win over all that happens until its time has come. */
  @Test
  void anEventOfAClockThatIsFarAheadIsRefused() {
    assertThatThrownBy(() -> handler.requireTrueTime(stopped(NOW.plus(Duration.ofHours(1)))))
        .isInstanceOf(ContractViolation.class)
        .hasMessageContaining("time")
        .hasMessageContaining("2026-11-29T13:00:00Z");
  }

  @Test
  void anEventOfAClockThatIsALittleAheadIsTaken() {
    // Given
    TagoutEvent event = stopped(NOW.plus(Duration.ofMinutes(5)));

    // When
    TagoutEvent taken = handler.requireTrueTime(event);

    // Then
    assertThat(taken).isSameAs(event);
  }

  private static TagoutEvent stopped(Instant at) {
    return TagoutEvent.ofVm(
        EventType.VM_STOPPED,
        new VmId("test:vm"),
        at,
        URI.create("/test"),
        new VmStopped(new HostId("test:host"), StopCause.UNKNOWN));
  }
}
