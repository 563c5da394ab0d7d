package dev.tagout.lab.bench;

import dev.tagout.contracts.json.Json;
import dev.tagout.lab.infrastructure.Checkout;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs benchmarks; prints a table and writes it as JSON under {@code bench/results}. */
public final class Bench {
  private final Checkout checkout;
  private final PrintStream out;

  public Bench(Checkout checkout, PrintStream out) {
    this.checkout = checkout;
    this.out = out;
  }

  public void run(List<Benchmark> benchmarks) throws InterruptedException {
    Path data = checkout.root().resolve(".tagout/bench");
    try {
      Files.createDirectories(data);
      for (Benchmark benchmark : benchmarks) {
        out.println("measuring " + benchmark);
        List<Sample.Row> rows = benchmark.measure(new Benchmark.Stage(checkout, data));
        out.println(Sample.Row.heading(benchmark.unit()));
        rows.forEach(out::println);
        write(benchmark, rows);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(Benchmark benchmark, List<Sample.Row> rows) throws IOException {
    Path results = Files.createDirectories(checkout.root().resolve("bench/results"));
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("benchmark", benchmark.name());
    result.put("at", Instant.now().truncatedTo(ChronoUnit.SECONDS));
    result.put("processors", Runtime.getRuntime().availableProcessors());
    result.put("java", Runtime.version().toString());
    result.put(benchmark.unit(), new ArrayList<>(rows));
    Files.write(results.resolve(benchmark + ".json"), Json.bytes(result));
  }
}
