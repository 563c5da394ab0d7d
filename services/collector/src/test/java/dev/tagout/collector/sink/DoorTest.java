package dev.tagout.collector.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tagout.collector.Settings;
import dev.tagout.contracts.event.EventData;
import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.HostConnected;
import dev.tagout.contracts.event.ListedVm;
import dev.tagout.contracts.event.MissingUpdate;
import dev.tagout.contracts.event.PatchScanned;
import dev.tagout.contracts.event.ProtectionObserved;
import dev.tagout.contracts.event.RunState;
import dev.tagout.contracts.event.TagoutEvent;
import dev.tagout.contracts.event.UpdateSeverity;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.topic.Topic;
import dev.tagout.platform.messaging.OutgoingRecord;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DoorTest {
  private static final Instant NOW = Instant.parse("2026-03-02T08:15:00Z");
  private static final Instant TOO_FAR = NOW.plus(Duration.ofMinutes(5)).plusMillis(1);

  private final Door door =
      new Door(
          new Instants(Clock.fixed(NOW, ZoneOffset.UTC)),
          Settings.collector(Map.of("tagout.collector.max-event-size", "100K")));

  @Test
  void addressesAnEventByItsSubject() {
    // When
    OutgoingRecord record = door.admit(scan(NOW, NOW, "Kernel"));

    // Then
    assertThat(record.topic()).isEqualTo(Topic.VM_EVENTS);
    assertThat(record.key()).isEqualTo("libvirt:vm-1");
    assertThat(record.id()).isEqualTo("e-1");
  }

  @Test
  void takesAClockThatIsFiveMinutesAhead() {
    // When
    OutgoingRecord record = door.admit(scan(NOW.plus(Duration.ofMinutes(5)), NOW, "Kernel"));

    // Then
    assertThat(record.time()).isEqualTo("2026-03-02T08:20:00Z");
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of(scan(TOO_FAR, NOW, "Kernel"), "time"),
        Arguments.of(scan(Instant.parse("0001-01-01T00:00:00Z"), NOW, "Kernel"), "time"),
        Arguments.of(scan(NOW, TOO_FAR, "Kernel"), "data.missing[0].published"),
        Arguments.of(
            scan(NOW, Instant.parse("1601-01-01T00:00:00Z"), "Kernel"),
            "data.missing[0].published"),
        Arguments.of(scan(NOW, NOW, "Ker\0nel"), "data.missing[0].title"),
        Arguments.of(
            protection(new ProtectionObserved.Antivirus(true, true, TOO_FAR), null),
            "data.antivirus.signaturesAt"),
        Arguments.of(
            protection(null, new ProtectionObserved.Health(true, TOO_FAR)),
            "data.health.attestedAt"),
        Arguments.of(listing(1_000), "data"));
  }

  @ParameterizedTest
  @MethodSource
  void refused(TagoutEvent event, String field) {
    // When
    ContractViolation violation =
        catchThrowableOfType(ContractViolation.class, () -> door.admit(event));

    // Then
    assertThat(violation.field()).isEqualTo(field);
  }

  private static TagoutEvent scan(Instant time, Instant published, String title) {
    return event(
        EventType.VM_PATCH_SCANNED,
        "libvirt:vm-1",
        time,
        new PatchScanned(
            List.of(new MissingUpdate("KB1", UpdateSeverity.CRITICAL, published, title)), "s"));
  }

  private static TagoutEvent protection(
      ProtectionObserved.Antivirus antivirus, ProtectionObserved.Health health) {
    return event(
        EventType.VM_PROTECTION_OBSERVED,
        "libvirt:vm-1",
        NOW,
        new ProtectionObserved(antivirus, null, null, health));
  }

  private static TagoutEvent listing(int vms) {
    return event(
        EventType.HOST_CONNECTED,
        "libvirt:host-a",
        NOW,
        new HostConnected(
            "host-a",
            IntStream.range(0, vms)
                .mapToObj(
                    i ->
                        new ListedVm(
                            VmId.of("libvirt", "vm-" + i), "n".repeat(200), RunState.RUNNING, null))
                .toList()));
  }

  private static TagoutEvent event(EventType type, String subject, Instant time, EventData data) {
    return new TagoutEvent("e-1", URI.create("/scanner"), type, subject, time, data);
  }
}
