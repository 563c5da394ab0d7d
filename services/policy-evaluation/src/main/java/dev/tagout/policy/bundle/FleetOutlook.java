package dev.tagout.policy.bundle;

import dev.tagout.contracts.decision.VmRef;
import java.util.List;

/**
 * What a policy that is not active yet would mean for the VMs that run now. Whoever activates asks,
 * and does not know who answers.
 */
public interface FleetOutlook {
  /** Judges every running VM by live facts under the active policy and under this one. */
  Outlook under(LoadedPolicy candidate);

  /**
   * The answer. Where no policy is active yet, nothing is new: all but {@code running} is nothing.
   *
   * @param running how many VMs run now
   * @param newlyDenied how many of them are not denied now, and would be
   * @param undecided how many of them have an answer now, and would have none
   * @param vms of the newly denied, at most {@value #MAX_VMS}
   */
  record Outlook(int running, int newlyDenied, int undecided, List<Denied> vms) {
    public static final int MAX_VMS = 1000;

    public Outlook {
      vms = List.copyOf(vms);
    }
  }

  /**
   * A running VM that would newly be denied.
   *
   * @param rules that deny it
   */
  record Denied(VmRef vm, List<String> rules, List<String> messages) {
    public Denied {
      rules = List.copyOf(rules);
      messages = List.copyOf(messages);
    }
  }
}
