package dev.tagout.lab.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
   * @return of the last look, without what an earlier one did not find
   */
  static List<Result> of(Check check) throws InterruptedException {
    return of(check, PAUSE);
  }

  static List<Result> of(Check check, Duration pause) throws InterruptedException {
    Map<String, Set<String>> found = new HashMap<>();
    List<Result> results = List.of();
    for (int look = 1; look <= LOOKS; look++) {
      if (look > 1) {
        Thread.sleep(pause);
      }
      results = check.look().stream().map(result -> again(result, found)).toList();
      if (results.stream().allMatch(Result::holds)) {
        break;
      }
    }
    return results;
  }

  private static Result again(Result result, Map<String, Set<String>> found) {
    Set<String> before = found.get(result.invariant());
    List<Finding> still = new ArrayList<>(result.findings());
    if (before != null) {
      still.removeIf(finding -> !before.contains(finding.subject()));
    }
    found.put(result.invariant(), still.stream().map(Finding::subject).collect(Collectors.toSet()));
    return new Result(result.invariant(), result.checked(), still, result.remark());
  }
}
