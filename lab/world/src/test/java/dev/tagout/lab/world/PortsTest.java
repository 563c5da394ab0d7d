package dev.tagout.lab.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortsTest {

  @Test
  void takesTheUsualPortWhereNoVariableIsSet() {
    // When
    var ports = Ports.from(Map.of("TAGOUT_KAFKA_PORT", "19092"));

    // Then
    assertThat(ports.of(Program.KAFKA)).isEqualTo(19092);
    assertThat(ports.of(Program.COLLECTOR)).isEqualTo(8081);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "http", "0", "-1", "65536"})
  void refusesWhatIsNoPort(String value) {
    // When, Then
    assertThatThrownBy(() -> Ports.from(Map.of("TAGOUT_KAFKA_PORT", value)))
        .isInstanceOf(WorldException.class)
        .hasMessageContaining("TAGOUT_KAFKA_PORT must be a number from 1 to 65535");
  }

  @Test
  void refusesOnePortForTwo() {
    // When, Then
    assertThatThrownBy(() -> Ports.from(Map.of("TAGOUT_KAFKA_PORT", "8081")))
        .isInstanceOf(WorldException.class)
        .hasMessageContaining("both collector and Kafka");
  }

  @Test
  void findsADifferentFreePortForEach() {
    // When
    var ports = Ports.free();

    // Then
    assertThat(Arrays.stream(Program.values()).map(ports::of)).doesNotHaveDuplicates();
  }
}
