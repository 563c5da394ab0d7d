package dev.tagout.hypervisor.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.VmStopped;
import dev.tagout.contracts.json.ContractViolation;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamLineTest {
  @Test
  void readsAnEvent() {
    // Given
    String text =
        """
        {"line":"event","id":"e1","time":"2026-01-02T03:04:05.000001Z","new":{"field":1},
         "type":"dev.tagout.vm.stopped.v1","subject":"simulator:web-01",
         "data":{"host":"simulator:host-a","cause":"saved"}}\
        """;

    // When
    StreamLine line = StreamLine.read(text);

    // Then
    assertThat(line)
        .isInstanceOfSatisfying(
            StreamLine.Happened.class,
            event -> {
              assertThat(event.id()).isEqualTo("e1");
              assertThat(event.time()).isEqualTo(Instant.parse("2026-01-02T03:04:05.000001Z"));
              assertThat(event.type()).isEqualTo(EventType.VM_STOPPED);
              assertThat(event.data()).isInstanceOf(VmStopped.class);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"line\":\"weather\"}",
        "{}",
        "{\"line\":\"event\",\"type\":\"dev.tagout.vm.painted.v1\"}",
        "{\"line\":\"event\",\"type\":\"dev.tagout.vm.patch-scanned.v1\"}"
      })
  void passesOverWhatItDoesNotKnow(String text) {
    // When
    StreamLine line = StreamLine.read(text);

    // Then
    assertThat(line).isEqualTo(new StreamLine.Unknown());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "nonsense | $",
        "{\"line\":\"listing\",\"listedAt\":\"2026-01-02T03:04:05Z\"} | hosts",
        "{\"line\":\"heartbeat\"} | time",
        "{\"line\":\"event\",\"type\":\"dev.tagout.vm.started.v1\",\"id\":\"1\","
            + "\"time\":\"2026-01-02T03:04:05Z\",\"subject\":\"libvirt:x\","
            + "\"data\":{\"host\":\"simulator:a\"}} | subject",
        "{\"line\":\"event\",\"type\":\"dev.tagout.vm.started.v1\",\"id\":\"1\","
            + "\"time\":\"2026-01-02T03:04:05Z\",\"subject\":\"simulator:x\",\"data\":{}} | data.host"
      })
  void namesTheFieldOfALineThatMakesNoSense(String text, String field) {
    // When
    // Then
    assertThatThrownBy(() -> StreamLine.read(text))
        .isInstanceOfSatisfying(
            ContractViolation.class, e -> assertThat(e.field()).isEqualTo(field));
  }
}
