package dev.tagout.simulator.vm;

import dev.tagout.simulator.problem.Problem;
import dev.tagout.simulator.world.Vm;

/** What came of an operation that asks the gate. */
sealed interface Outcome {
  /** It is done, or was so already. */
  record Done(Vm vm) implements Outcome {}

  /** It was not done; nothing changed. */
  record NotDone(Problem problem) implements Outcome {}
}
