package dev.tagout.simulator;

import java.net.URI;
import java.time.Duration;

/** Settings for tests without a container. */
public record FixedConfig(
    URI gate,
    Duration deadline,
    FailMode failMode,
    Duration heartbeat,
    int streamBuffer,
    Duration lateBy,
    Duration shuffleWindow)
    implements SimulatorConfig {
  public static FixedConfig withGate(URI gate) {
    return new FixedConfig(
        gate,
        Duration.ofMillis(300),
        FailMode.CLOSED,
        Duration.ofMillis(100),
        3,
        Duration.ofHours(1),
        Duration.ofHours(1));
  }

  public FixedConfig with(FailMode failMode) {
    return new FixedConfig(
        gate, deadline, failMode, heartbeat, streamBuffer, lateBy, shuffleWindow);
  }

  public FixedConfig waiting(Duration deadline) {
    return new FixedConfig(
        gate, deadline, failMode, heartbeat, streamBuffer, lateBy, shuffleWindow);
  }
}
