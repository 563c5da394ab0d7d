package dev.tagout.lab;

import dev.tagout.lab.bench.Bench;
import dev.tagout.lab.bench.Benchmark;
import dev.tagout.lab.infrastructure.Checkout;
import dev.tagout.lab.world.WorldException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The measurements. */
@Command(
    name = "bench",
    description = "Measures, each on a world of its own, and writes bench/results/.",
    sortOptions = false)
final class BenchCommand implements Callable<Integer> {

  @Parameters(paramLabel = "NAME", description = "${COMPLETION-CANDIDATES}; all unless given.")
  private List<Benchmark> names = List.of(Benchmark.values());

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Says this.")
  private boolean help;

  BenchCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    try {
      new Bench(Checkout.current(), System.out).run(names);
      return 0;
    } catch (WorldException e) {
      System.err.println("tagout: " + e.getMessage());
      return 1;
    }
  }
}
