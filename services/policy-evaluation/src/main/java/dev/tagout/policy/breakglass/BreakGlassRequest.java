package dev.tagout.policy.breakglass;

import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Require;
import dev.tagout.platform.problem.Problem;
import dev.tagout.platform.problem.ProblemException;
import dev.tagout.policy.database.StorableText;
import java.time.Duration;

/**
 * What somebody asks for. Its shape is checked here; whether VM and host exist is not.
 *
 * @param host the only host on which it is to admit; null only with {@code anyHost}
 * @param anyHost true: wherever the VM is started; a host is safer
 * @param minutes how long it is to hold from its approval on; null: the usual time
 */
public record BreakGlassRequest(
    VmId vm, HostId host, Boolean anyHost, String reason, String ticket, Integer minutes) {
  /** Characters, blanks around them not counted: enough to say more than "urgent". */
  private static final int SHORTEST_REASON = 10;

  public BreakGlassRequest {
    Require.present(vm, "vm");
    boolean any = Boolean.TRUE.equals(anyHost);
    if (host == null && !any) {
      throw new ContractViolation("host", "is required, unless anyHost is true");
    }
    if (host != null && any) {
      throw new ContractViolation("anyHost", "cannot be true together with host");
    }
    Require.text(reason, 2000, "reason");
    if (reason.strip().length() < SHORTEST_REASON) {
      throw new ContractViolation(
          "reason", "is too short: say in at least " + SHORTEST_REASON + " characters why");
    }
    Require.bounded(ticket, 255, "ticket");
    StorableText.require(reason, "reason");
    StorableText.require(ticket, "ticket");
    if (minutes != null && minutes < 1) {
      throw new ContractViolation("minutes", "must be at least 1");
    }
  }

  /**
   * How long it is to hold, in minutes.
   *
   * @param usual where nothing was said
   * @throws ContractViolation when it is more than {@code most}
   * @throws ProblemException when {@code most} is less than a minute
   */
  int minutes(Duration usual, Duration most) {
    if (most.toMinutes() < 1) {
      throw new ProblemException(
          Problem.of(
              403,
              "break-glass-off",
              "Break-glass is off",
              "nobody can request break-glass here: tagout.policy.break-glass.max-life is less than"
                  + " a minute"));
    }
    if (minutes == null) {
      return Math.toIntExact(Math.clamp(usual.toMinutes(), 1, most.toMinutes()));
    }
    if (minutes > most.toMinutes()) {
      throw new ContractViolation("minutes", "must be at most " + most.toMinutes());
    }
    return minutes;
  }
}
