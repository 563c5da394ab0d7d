package dev.tagout.platform.stop;

/**
 * Priorities for observers of {@code ShutdownEvent}: the lowest comes first. Observers with the
 * same priority, or with none, stop in any order (CDI 4.0, 2.8.5, observer ordering): so whoever
 * uses another part says when it stops, and so does that part.
 */
public final class StopOrder {
  /** Who waits for something that is away hears that it is not waited for any more. */
  public static final int SIGNALS = 0;

  /** What was begun comes to an end, and nothing is begun any more. */
  public static final int WORK = 1000;

  /**
   * Whoever sends messages ends what is being sent; what is left in the outbox the next one sends.
   * One without a priority stops before (2500).
   */
  public static final int MESSAGES = 3000;

  /** What the work needed is closed: connections, engines. */
  public static final int TOOLS = 4000;

  private StopOrder() {}
}
