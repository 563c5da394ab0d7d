package dev.tagout.remediation.safety;

import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Placement;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.Require;
import java.time.Instant;

/**
 * What a verdict says of a VM, as far as storms are concerned.
 *
 * @param tier of the VM
 * @param wantsStop whether it asks for the VM to be stopped, by the caps that hold here
 * @param at when it was decided
 */
public record Seen(VmId vm, String tier, boolean running, boolean wantsStop, Instant at) {
  public Seen {
    Require.present(vm, "vm");
    Require.present(tier, "tier");
    Require.present(at, "at");
  }

  public static Seen of(Decision verdict, boolean wantsStop) {
    return new Seen(
        verdict.vm().id(),
        Scope.of(verdict).tier(),
        verdict.placement() == Placement.RUNNING,
        wantsStop,
        verdict.decidedAt());
  }
}
