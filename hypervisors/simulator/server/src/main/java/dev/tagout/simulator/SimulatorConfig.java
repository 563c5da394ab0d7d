package dev.tagout.simulator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/** Everything that can be set about the simulator. */
@ConfigMapping(prefix = "tagout.simulator")
public interface SimulatorConfig {
  /** Base URL of the gate that the start hook asks; the review goes to {@code /v1/reviews}. */
  URI gate();

  /** How long the start hook waits for the gate's answer, connecting and a second try included. */
  @WithDefault("3s")
  Duration deadline();

  /** What the start hook answers when the gate gives none. */
  @WithDefault("closed")
  FailMode failMode();

  /** The longest silence on an event stream: after it a heart-beat is sent. */
  @WithDefault("500ms")
  Duration heartbeat();

  /** How many events a stream holds for a slow reader before it is disconnected. */
  @WithDefault("10000")
  int streamBuffer();

  /** How long events are held back while the fault {@code events: late} is set. */
  @WithDefault("3s")
  Duration lateBy();

  /**
   * How long an event waits for its neighbour while the fault {@code events: shuffled} is set; when
   * none comes, it goes alone.
   */
  @WithDefault("300ms")
  Duration shuffleWindow();

  /** What stands in for an answer of the gate. */
  enum FailMode {
    /** The VM does not start. */
    CLOSED,
    /** The VM starts. */
    OPEN
  }
}
