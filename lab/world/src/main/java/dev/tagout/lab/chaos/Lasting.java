package dev.tagout.lab.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is found at every look. A topic and a table are read one after the other, and the services
 * go on in between: a verdict falls due, a finding that was held back is told. What was committed
 * between the two reads is there at the next look; what is lost stays lost.
 */
final class Lasting {
  private static final int LOOKS = 4;
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private Lasting() {}

  /** Compares what a topic says with what a table says, from the beginning at each call. */
  interface Check {
    List<Result> look() throws InterruptedException;
  }

  /**
   * Looks until nothing is found, a few times at most.
   *
   * @return of the last look, without what an earlier one did not find; how much that was, is
   *     remarked
   */
  static List<Result> of(Check check) throws InterruptedException {
    return of(check, PAUSE);
  }

  static List<Result> of(Check check, Duration pause) throws InterruptedException {
    List<Result> results = check.look();
    for (int look = 2; look <= LOOKS && !results.stream().allMatch(Result::holds); look++) {
      Thread.sleep(pause);
      Map<String, Result> before =
          results.stream().collect(Collectors.toMap(Result::invariant, Function.identity()));
      results = check.look().stream().map(now -> still(before.get(now.invariant()), now)).toList();
    }
    return results;
  }

  private static Result still(Result before, Result now) {
    Set<String> found =
        before.findings().stream().map(Finding::subject).collect(Collectors.toSet());
    List<Finding> still =
        now.findings().stream().filter(finding -> found.contains(finding.subject())).toList();
    int passed = before.findings().size() - still.size();
    String remark =
        passed == 0 ? before.remark() : passed + " were on their way at the look before";
    return new Result(now.invariant(), now.checked(), still, remark);
  }
}
