package dev.tagout.simulator.world;

import dev.tagout.contracts.event.RunState;

/** Whether a VM runs, and what can become of that. */
public sealed interface Power {
  /** As the contracts call it. */
  RunState state();

  /**
   * It does not run.
   *
   * @param saved whether its memory is on disk, so that the next start restores it
   */
  record Off(boolean saved) implements Power {
    /** Begins a run. */
    public Running start(String instance) {
      return new Running(instance);
    }

    @Override
    public RunState state() {
      return RunState.SHUT_OFF;
    }
  }

  /**
   * It runs.
   *
   * @param instance identity of this run, never used for another one
   */
  record Running(String instance) implements Power {
    public Off stop() {
      return new Off(false);
    }

    public Off save() {
      return new Off(true);
    }

    @Override
    public RunState state() {
      return RunState.RUNNING;
    }
  }
}
