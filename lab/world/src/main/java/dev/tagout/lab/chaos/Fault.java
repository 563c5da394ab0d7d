package dev.tagout.lab.chaos;

import dev.tagout.lab.world.Program;
import java.time.Duration;

/**
 * Something that is broken for a while.
 *
 * @param lasts from when it is broken until it is mended; the start of what was killed comes after
 * @param shift of a clock, ahead or behind; zero for every other fault
 */
record Fault(Kind kind, Duration lasts, Duration shift) {

  /** What is done to whom. */
  enum Kind {
    KILL_COLLECTOR(Means.KILL, Program.COLLECTOR),
    KILL_POLICY_EVALUATION(Means.KILL, Program.POLICY_EVALUATION),
    KILL_SECOND_POLICY_EVALUATION(Means.KILL, Program.POLICY_EVALUATION_2),
    KILL_REMEDIATION(Means.KILL, Program.REMEDIATION),
    KILL_KAFKA(Means.KILL, Program.KAFKA),
    KILL_POSTGRES(Means.KILL, Program.POSTGRES),
    PAUSE_COLLECTOR(Means.PAUSE, Program.COLLECTOR),
    PAUSE_POLICY_EVALUATION(Means.PAUSE, Program.POLICY_EVALUATION),
    PAUSE_SECOND_POLICY_EVALUATION(Means.PAUSE, Program.POLICY_EVALUATION_2),
    PAUSE_REMEDIATION(Means.PAUSE, Program.REMEDIATION),
    PAUSE_SIMULATOR(Means.PAUSE, Program.SIMULATOR),
    PAUSE_KAFKA(Means.PAUSE, Program.KAFKA),
    CUT_KAFKA(Means.CUT, Program.KAFKA),
    CUT_POSTGRES(Means.CUT, Program.POSTGRES),
    CUT_GATE(Means.CUT, Program.POLICY_EVALUATION),
    REFUSE_KAFKA(Means.REFUSE, Program.KAFKA),
    REFUSE_POSTGRES(Means.REFUSE, Program.POSTGRES),
    REFUSE_GATE(Means.REFUSE, Program.POLICY_EVALUATION),
    SILENCE_KAFKA(Means.SILENCE, Program.KAFKA),
    SILENCE_POSTGRES(Means.SILENCE, Program.POSTGRES),
    SILENCE_GATE(Means.SILENCE, Program.POLICY_EVALUATION),
    DELAY_KAFKA(Means.DELAY, Program.KAFKA),
    DELAY_POSTGRES(Means.DELAY, Program.POSTGRES),
    FILL_DISK_OF_POSTGRES(Means.FILL, Program.POSTGRES),
    SHIFT_CLOCK_OF_POLICY_EVALUATION(Means.SHIFT, Program.POLICY_EVALUATION),
    SHIFT_CLOCK_OF_REMEDIATION(Means.SHIFT, Program.REMEDIATION);

    private final Means means;
    private final Program target;

    Kind(Means means, Program target) {
      this.means = means;
      this.target = target;
    }

    Means means() {
      return means;
    }

    Program target() {
      return target;
    }

    /** As people read it. */
    @Override
    public String toString() {
      return means.word + " " + target;
    }
  }

  /** How it is broken. */
  enum Means {
    /** SIGKILL, to every process of it, and a start after. */
    KILL("kill"),
    /** SIGSTOP, and SIGCONT after. */
    PAUSE("pause"),
    /** Its connections are reset, once. */
    CUT("cut"),
    /** Its connections are reset, new ones too. */
    REFUSE("refuse"),
    /** Its connections take bytes and pass none on. */
    SILENCE("silence"),
    /** Its connections are slow. */
    DELAY("delay"),
    /** Its disk is full. */
    FILL("fill the disk of"),
    /** Its time of day is wrong. */
    SHIFT("shift the clock of");

    private final String word;

    Means(String word) {
      this.word = word;
    }
  }

  /** For people who repeat a run. */
  @Override
  public String toString() {
    String what = "%s %.1f s".formatted(kind, lasts.toMillis() / 1000.0);
    return shift.isZero() ? what : "%s by %+d s".formatted(what, shift.toSeconds());
  }
}
