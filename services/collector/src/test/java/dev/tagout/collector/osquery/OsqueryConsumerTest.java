package dev.tagout.collector.osquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tagout.collector.CollectorConfig;
import dev.tagout.collector.Settings;
import dev.tagout.collector.sink.Door;
import dev.tagout.collector.sink.Feeds;
import dev.tagout.collector.sink.Instants;
import dev.tagout.contracts.json.ContractViolation;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OsqueryConsumerTest {
  @Test
  void whateverGoesWrongWithARecordIsAReasonToPutItAside() {
    // Given
    OsqueryConsumer consumer = consumer(new Broken());
    byte[] line = bytes(Samples.of("tagout_patch_missing").toString());

    // When
    ContractViolation reason =
        catchThrowableOfType(ContractViolation.class, () -> consumer.read(line));

    // Then
    assertThat(reason.field()).isEqualTo("$");
    assertThat(reason).hasMessageContaining("out of order");
  }

  @Test
  void whatIsWrongInTheRecordKeepsItsField() {
    // Given
    OsqueryConsumer consumer = consumer(Clock.systemUTC());

    // When
    ContractViolation reason =
        catchThrowableOfType(
            ContractViolation.class,
            () ->
                consumer.read(
                    bytes(Samples.of("tagout_patch_missing").put("unixTime", "soon").toString())));

    // Then
    assertThat(reason.field()).isEqualTo("unixTime");
  }

  private static OsqueryConsumer consumer(Clock clock) {
    CollectorConfig config = Settings.collector(Map.of());
    Instants instants = new Instants(clock);
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    return new OsqueryConsumer(
        new Door(instants, config),
        instants,
        null,
        null,
        meters,
        new Feeds(meters, Clock.systemUTC()),
        config);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Stands for any mistake of ours. */
  private static final class Broken extends Clock {
    @Override
    public Instant instant() {
      throw new IllegalStateException("out of order");
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
