package dev.tagout.cli.policy;

import dev.tagout.cli.ExitCode;
import dev.tagout.cli.OutputFormat;
import dev.tagout.cli.policy.pack.Case;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tagout policy test} */
@Command(
    name = "test",
    description =
        "Runs the tests and scenarios; says what they cover, and which rule lacks a denied, an"
            + " allowed or an unknown case.",
    sortOptions = false)
final class TestCommand implements Callable<Integer> {
  @Option(
      names = "--run",
      paramLabel = "REGEX",
      description = "Only tests whose full name it matches, such as scan_stale.")
  private String filter;

  @Mixin private PolicyOptions policies;
  @Mixin private OutputFormat output;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var pack = policies.pack();
    var site = policies.site();
    var tests = new Tests(pack, site, Optional.ofNullable(filter));
    var results = tests.run();
    var passed = results.stream().allMatch(Tests.Result::passed);
    // The cases are there or not, whichever tests are run now.
    var named = filter == null ? results : new Tests(pack, site, Optional.empty()).run();
    var cases =
        PolicyTools.describe(pack, site).rules().stream()
            .map(rule -> Cases.of(rule, named))
            .toList();
    var complete = cases.stream().allMatch(rule -> rule.lacking().isEmpty());
    List<Tests.Coverage> coverage = passed && !results.isEmpty() ? tests.coverage() : List.of();
    if (output.isJson()) {
      json(results, coverage, cases);
    } else {
      text(results, coverage, cases);
    }
    output.out().flush();
    if (results.isEmpty()) {
      complain("there is no test of that name");
    } else if (!passed) {
      complain("tests failed");
    }
    if (!complete) {
      complain("a rule lacks a case");
    }
    return passed && complete && !results.isEmpty() ? ExitCode.DONE.number() : ExitCode.NO.number();
  }

  private void complain(String line) {
    var err = spec.commandLine().getErr();
    err.println("tagout: " + line);
    err.flush();
  }

  private void json(List<Tests.Result> results, List<Tests.Coverage> coverage, List<Cases> cases) {
    var json = PolicyTools.JSON.createObjectNode();
    json.put("run", results.size());
    var failed = json.putArray("failed");
    results.stream()
        .filter(result -> !result.passed())
        .forEach(
            result -> {
              var test = failed.addObject();
              test.put("file", result.file()).put("line", result.line());
              test.put("test", result.name()).put("error", result.error());
              test.set("cases", PolicyTools.JSON.valueToTree(result.failedCases()));
            });
    if (coverage.isEmpty()) {
      json.putNull("coverage");
    } else {
      var covered = json.putObject("coverage");
      covered.put("percent", rounded(total(coverage)));
      var files = covered.putArray("files");
      coverage.forEach(
          file -> {
            var entry = files.addObject();
            entry.put("file", file.file()).put("percent", rounded(file.percent()));
            entry.set("notCovered", PolicyTools.JSON.valueToTree(file.missed()));
          });
    }
    var rules = json.putArray("cases");
    cases.forEach(rule -> rules.add(rule.json()));
    output.json(json);
  }

  private void text(List<Tests.Result> results, List<Tests.Coverage> coverage, List<Cases> cases) {
    var out = output.out();
    var failed = results.stream().filter(result -> !result.passed()).toList();
    failed.forEach(
        result -> {
          out.printf(
              "%s:%d: %s failed%s%n",
              result.file(),
              result.line(),
              result.name(),
              result.error().isEmpty() ? "" : ": " + result.error());
          result.failedCases().forEach(name -> out.printf("  scenarios/%s.yaml%n", name));
        });
    out.printf("tests: %d of %d passed%n", results.size() - failed.size(), results.size());
    if (!coverage.isEmpty()) {
      out.println();
      coverage(out, coverage);
    }
    out.println();
    cases(out, cases);
  }

  private static void coverage(PrintWriter out, List<Tests.Coverage> coverage) {
    var width = width("coverage", coverage.stream().map(Tests.Coverage::file).toList());
    out.printf("%s  %6s  %s%n", padded("COVERAGE", width), "%", "NOT COVERED, LINES");
    coverage.forEach(
        file ->
            out.println(
                "%s  %6s  %s"
                    .formatted(
                        padded(file.file(), width),
                        percent(file.percent()),
                        String.join(", ", file.missed()))
                    .stripTrailing()));
    out.printf("%s  %6s%n", padded("total", width), percent(total(coverage)));
  }

  private static void cases(PrintWriter out, List<Cases> cases) {
    var width = width("cases", cases.stream().map(rule -> rule.rule().id()).toList());
    out.printf(
        "%s  %-9s  %-9s  %-9s  %s%n",
        padded("CASES", width), "DENIED", "ALLOWED", "UNKNOWN", "LACKS");
    cases.forEach(
        rule ->
            out.println(
                "%s  %-9s  %-9s  %-9s  %s"
                    .formatted(
                        padded(rule.rule().id(), width),
                        count(rule, Case.denied),
                        count(rule, Case.allowed),
                        count(rule, Case.unknown),
                        rule.lacking().stream().map(Case::name).collect(Collectors.joining(", ")))
                    .stripTrailing()));
    out.println("Scenarios + tests.");
  }

  private static String count(Cases rule, Case of) {
    return rule.rule().cases().contains(of)
        ? "%d + %d".formatted(rule.scenarios().get(of), rule.tests().get(of))
        : "-";
  }

  private static double total(List<Tests.Coverage> coverage) {
    return new Tests.Coverage(
            "total",
            coverage.stream().mapToInt(Tests.Coverage::covered).sum(),
            coverage.stream().mapToInt(Tests.Coverage::notCovered).sum(),
            List.of())
        .percent();
  }

  private static double rounded(double percent) {
    return Math.floor(percent * 10) / 10;
  }

  private static String percent(double percent) {
    return String.format(Locale.ROOT, "%.1f", rounded(percent));
  }

  private static int width(String heading, List<String> names) {
    return Math.max(heading.length(), names.stream().mapToInt(String::length).max().orElse(0));
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}
