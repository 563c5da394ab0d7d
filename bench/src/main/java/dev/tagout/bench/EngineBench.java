package dev.tagout.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tagout.contracts.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.util.Statistics;

/**
 * Measures both engines with the pack of this checkout and, in the same run, {@code opa bench} with
 * the same inputs. Prints a table and writes {@code bench/results/engine.json}.
 *
 * <p>The checkout is the property {@code tagout.root}, else the working directory; OPA is that of
 * the variable {@code OPA}, else on the PATH.
 */
public final class EngineBench {
  private static final List<String> INPUTS = List.of("fit", "violations");

  private final Path root;
  private final Path stage;

  /** Microseconds. */
  record Row(String engine, String input, double median, double p99, double mean, long samples) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%-12s %-12s %10.0f %10.0f %10.0f %10d",
          engine,
          input,
          median,
          p99,
          mean,
          samples);
    }
  }

  private EngineBench(Path root) throws IOException {
    this.root = root;
    this.stage = Files.createDirectories(root.resolve("bench/target/engine"));
  }

  public static void main(String[] arguments)
      throws IOException, InterruptedException, RunnerException {
    new EngineBench(Path.of(System.getProperty("tagout.root", ".")).toAbsolutePath().normalize())
        .run();
  }

  private void run() throws IOException, InterruptedException, RunnerException {
    run("wasm", stage.resolve("wasm.tar.gz"));
    run("rego", stage.resolve("rego.tar.gz"));
    JsonNode fixtures =
        new YAMLMapper().readTree(root.resolve("policies/fixtures/vms.yaml").toFile());
    Files.write(stage.resolve("fit.json"), Json.bytes(fixtures.path("fit")));
    try (InputStream trial = EngineBench.class.getResourceAsStream("/trial.json")) {
      Files.write(stage.resolve("violations.json"), trial.readAllBytes());
    }

    List<Row> rows = new ArrayList<>();
    for (String input : INPUTS) {
      rows.add(opaBench(input));
    }
    rows.addAll(jmh());
    // Again: what else the machine does then shows as a difference of the two.
    for (String input : INPUTS) {
      rows.add(opaBench(input));
    }

    System.out.printf(
        "%n%-12s %-12s %10s %10s %10s %10s  (microseconds, one caller)%n",
        "engine", "input", "median", "p99", "mean", "samples");
    rows.forEach(System.out::println);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("benchmark", "engine");
    result.put("at", Instant.now().truncatedTo(ChronoUnit.SECONDS));
    result.put("processors", Runtime.getRuntime().availableProcessors());
    result.put("java", Runtime.version().toString());
    result.put("microseconds", rows);
    Path results = Files.createDirectories(root.resolve("bench/results"));
    Files.write(results.resolve("engine.json"), Json.bytes(result));
  }

  private void run(String target, Path bundle) throws IOException, InterruptedException {
    ProcessBuilder build =
        new ProcessBuilder(root.resolve("policies/build").toString(), bundle.toString());
    build.environment().put("TARGET", target);
    if (build.inheritIO().start().waitFor() != 0) {
      throw new IllegalStateException("policies/build failed");
    }
  }

  private List<Row> jmh() throws IOException, RunnerException, InterruptedException {
    String address;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      address = "127.0.0.1:" + socket.getLocalPort();
    }
    Process server =
        new ProcessBuilder(opa(), "run", "--server", "--addr", address, "--log-level", "error")
            .inheritIO()
            .start();
    try {
      URI url = URI.create("http://" + address);
      awaitHealth(url, server);
      List<Row> rows = new ArrayList<>();
      for (RunResult result :
          new Runner(
                  new OptionsBuilder()
                      .include(EngineBenchmark.class.getName())
                      .jvmArgsAppend(
                          "-Xmx512m",
                          "-D" + EngineBenchmark.STAGE + "=" + stage,
                          "-D" + EngineBenchmark.OPA + "=" + url)
                      .build())
              .run()) {
        Statistics times = result.getPrimaryResult().getStatistics();
        rows.add(
            new Row(
                result.getParams().getParam("engine"),
                result.getParams().getParam("input"),
                times.getPercentile(50),
                times.getPercentile(99),
                times.getMean(),
                times.getN()));
      }
      return rows;
    } finally {
      server.destroy();
    }
  }

  private static void awaitHealth(URI url, Process server)
      throws IOException, InterruptedException {
    for (int i = 0; i < 200 && server.isAlive(); i++) {
      try {
        HttpURLConnection health =
            (HttpURLConnection) url.resolve("/health").toURL().openConnection();
        if (health.getResponseCode() == 200) {
          return;
        }
      } catch (java.net.ConnectException e) {
        Thread.sleep(50);
      }
    }
    throw new IllegalStateException("OPA does not listen at " + url);
  }

  /** OPA's own interpreter, without HTTP and without reading the input. */
  private Row opaBench(String input) throws IOException, InterruptedException {
    Path out = stage.resolve("opa-bench.json");
    Process bench =
        new ProcessBuilder(
                opa(),
                "bench",
                "--bundle",
                stage.resolve("rego.tar.gz").toString(),
                "--input",
                stage.resolve(input + ".json").toString(),
                "--format",
                "json",
                "data.tagout.decision")
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (bench.waitFor() != 0) {
      throw new IllegalStateException("opa bench failed");
    }
    JsonNode result = Json.tree(Files.readAllBytes(out));
    JsonNode extra = result.path("Extra");
    return new Row(
        "opa bench",
        input,
        extra.path("histogram_timer_rego_query_eval_ns_median").asDouble() / 1000,
        extra.path("histogram_timer_rego_query_eval_ns_99%").asDouble() / 1000,
        result.path("T").asDouble() / result.path("N").asDouble() / 1000,
        result.path("N").asLong());
  }

  private static String opa() {
    return Optional.ofNullable(System.getenv("OPA")).orElse("opa");
  }
}
