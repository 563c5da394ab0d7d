package dev.tagout.policy.bundle;

import dev.tagout.contracts.id.VmId;
import java.util.List;

/** What runs now, asked about a revision before it decides. */
public interface StandingFleet {
  /**
   * What would change for the VMs that run.
   *
   * @param running how many do
   * @param newlyDenied those that would be denied and are not now
   */
  record Effect(int running, List<Denied> newlyDenied) {
    public Effect {
      newlyDenied = List.copyOf(newlyDenied);
    }

    double share() {
      return running == 0 ? 0 : (double) newlyDenied.size() / running;
    }
  }

  /**
   * A VM that would be denied.
   *
   * @param name null when nobody told
   */
  record Denied(VmId id, String name, List<String> rules) {}

  /** Judges every running VM by the candidate. Records nothing. */
  Effect under(LoadedPolicy candidate);
}
