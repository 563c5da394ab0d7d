package dev.tagout.lab.chaos;

import dev.tagout.contracts.json.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What was broken, what passed, and whether the invariants hold. */
record Report(
    long seed,
    Duration length,
    int eventsPerSecond,
    List<Round> rounds,
    Map<String, Long> counts,
    List<Result> results) {
  private static final int FINDINGS_SHOWN = 10;

  boolean holds() {
    return results.stream().allMatch(Result::holds);
  }

  /** What breaks an invariant, of each the first few. */
  List<String> broken() {
    return results.stream()
        .flatMap(
            result ->
                result.findings().stream()
                    .limit(FINDINGS_SHOWN)
                    .map(finding -> result.invariant() + ": " + finding))
        .toList();
  }

  /** Of the faults of one kind. */
  private record Kind(int count, List<Duration> startUps, List<Duration> recoveries) {
    static Kind none() {
      return new Kind(0, List.of(), List.of());
    }

    Kind and(Round round) {
      return new Kind(
          count + 1, with(startUps, round.startUp()), with(recoveries, round.recovery()));
    }

    private static List<Duration> with(List<Duration> all, Duration one) {
      List<Duration> more = new ArrayList<>(all);
      more.add(one);
      more.sort(null);
      return more;
    }
  }

  private Map<Fault.Kind, Kind> kinds() {
    Map<Fault.Kind, Kind> kinds = new TreeMap<>();
    for (Round round : rounds) {
      for (Fault fault : round.faults()) {
        kinds.put(fault.kind(), kinds.getOrDefault(fault.kind(), Kind.none()).and(round));
      }
    }
    return kinds;
  }

  private int faults() {
    return rounds.stream().mapToInt(round -> round.faults().size()).sum();
  }

  void print(PrintStream out) {
    out.println();
    out.printf("%-28s %5s  %-15s  %-15s%n", "fault", "count", "ready, s", "recovered, s");
    out.printf("%-28s %5s  %7s %7s  %7s %7s%n", "", "", "median", "worst", "median", "worst");
    kinds()
        .forEach(
            (kind, of) ->
                out.printf(
                    "%-28s %5d  %7.2f %7.2f  %7.2f %7.2f%n",
                    kind,
                    of.count(),
                    median(of.startUps()),
                    worst(of.startUps()),
                    median(of.recoveries()),
                    worst(of.recoveries())));
    List<Duration> all = rounds.stream().map(Round::recovery).sorted().toList();
    out.printf("%-28s %5d  %15s  %7.2f %7.2f%n", "all", faults(), "", median(all), worst(all));
    out.println();
    counts.forEach((what, count) -> out.printf("%-50s %10d%n", what, count));
    out.println();
    results.forEach(
        result ->
            out.printf(
                "%-8s %-55s %8d checked%s%n",
                verdict(result),
                result.invariant(),
                result.checked(),
                result.remark() == null ? "" : ", " + result.remark()));
    if (!holds()) {
      explain(out);
    }
  }

  private static String verdict(Result result) {
    if (!result.holds()) {
      return "BROKEN";
    }
    return result.checked() == 0 && result.remark() != null ? "-" : "holds";
  }

  /** What is needed to make it happen again. */
  private void explain(PrintStream out) {
    out.println();
    out.printf(
        "Broken with seed %d, %d s, %d events/s, and these faults:%n",
        seed, length.toSeconds(), eventsPerSecond);
    rounds.forEach(round -> out.println("  " + round));
    for (Result result : results) {
      if (!result.holds()) {
        out.printf("%s: %d findings%n", result.invariant(), result.findings().size());
        result.findings().stream()
            .limit(FINDINGS_SHOWN)
            .forEach(finding -> out.println("  " + finding));
      }
    }
  }

  /** All of it as JSON. */
  void write(Path file) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("seed", seed);
    document.put("seconds", length.toSeconds());
    document.put("eventsPerSecond", eventsPerSecond);
    document.put("at", Instant.now().truncatedTo(ChronoUnit.SECONDS));
    document.put("processors", Runtime.getRuntime().availableProcessors());
    document.put("holds", holds());
    document.put("faults", faults());
    document.put("counts", counts);
    document.put("kinds", kinds().entrySet().stream().map(Report::kind).toList());
    document.put("rounds", rounds.stream().map(Report::round).toList());
    document.put("invariants", results.stream().map(Report::result).toList());
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, Json.bytes(document));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Object> kind(Map.Entry<Fault.Kind, Kind> entry) {
    Kind kind = entry.getValue();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("fault", entry.getKey().toString());
    document.put("count", kind.count());
    document.put("readySecondsMedian", median(kind.startUps()));
    document.put("readySecondsWorst", worst(kind.startUps()));
    document.put("recoverySecondsMedian", median(kind.recoveries()));
    document.put("recoverySecondsWorst", worst(kind.recoveries()));
    return document;
  }

  private static Map<String, Object> round(Round round) {
    return Map.of(
        "atSeconds", seconds(round.at()),
        "faults", round.faults().stream().map(Fault::toString).toList(),
        "readySeconds", seconds(round.startUp()),
        "recoverySeconds", seconds(round.recovery()));
  }

  private static Map<String, Object> result(Result result) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("invariant", result.invariant());
    document.put("holds", result.holds());
    document.put("checked", result.checked());
    document.put("remark", result.remark());
    document.put(
        "findings", result.findings().stream().map(Finding::toString).collect(Collectors.toList()));
    return document;
  }

  private static double median(List<Duration> sorted) {
    return sorted.isEmpty() ? 0 : seconds(sorted.get(sorted.size() / 2));
  }

  private static double worst(List<Duration> sorted) {
    return sorted.isEmpty() ? 0 : seconds(sorted.getLast());
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
