package dev.tagout.remediation.run;

import dev.tagout.contracts.id.RunId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.remediation.RunStatus;
import dev.tagout.remediation.page.Limit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Which runs are asked for. */
record RunFilter(Optional<VmId> vm, Optional<RunStatus> status, int limit, Optional<RunId> after) {
  /**
   * Each parameter may be null.
   *
   * @throws ContractViolation that names the parameter which is wrong
   */
  static RunFilter of(String vm, String status, String limit, String after) {
    return new RunFilter(
        parameter("vm", vm, VmId::new),
        parameter("status", status, RunFilter::status),
        Limit.of(limit),
        parameter("after", after, RunId::new));
  }

  private static <T> Optional<T> parameter(String name, String text, Function<String, T> read) {
    try {
      return Optional.ofNullable(text).map(read);
    } catch (ContractViolation e) {
      throw e.within(name);
    }
  }

  private static RunStatus status(String text) {
    return Arrays.stream(RunStatus.values())
        .filter(status -> status != RunStatus.UNRECOGNIZED)
        .filter(status -> status.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(() -> new ContractViolation("$", "is not the status of a run"));
  }
}
