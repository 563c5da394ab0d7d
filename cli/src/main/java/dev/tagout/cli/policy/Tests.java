package dev.tagout.cli.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.CliException;
import dev.tagout.cli.ExitCode;
import dev.tagout.cli.policy.pack.Case;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs the Rego tests of a policy directory, or of a site with it. */
final class Tests {
  /** The tests that are a site's own; those of the pack expect the pack's own parameters. */
  private static final String OF_SITE = "^data\\.site\\.|\\.test_site_";

  /**
   * A test that ran.
   *
   * @param file relative to the pack's directory; a site's in full
   * @param failedCases the names of those of its cases that failed
   */
  record Result(
      String file, int line, String name, boolean passed, String error, List<String> failedCases) {
    Result {
      failedCases = List.copyOf(failedCases);
    }

    static Result of(JsonNode json) {
      List<String> failed = new ArrayList<>();
      failedCases(json.path("sub_results"), failed);
      return new Result(
          json.path("location").path("file").asText(),
          json.path("location").path("row").asInt(),
          json.path("package").asText() + "." + json.path("name").asText(),
          !json.path("fail").asBoolean() && json.path("error").isMissingNode(),
          json.path("error").path("message").asText(""),
          failed);
    }

    private static void failedCases(JsonNode results, List<String> failed) {
      results
          .properties()
          .forEach(
              result -> {
                if (result.getValue().path("fail").asBoolean()) {
                  failed.add(result.getKey());
                }
                failedCases(result.getValue().path("sub_results"), failed);
              });
    }

    /** What its name says that it shows of a rule. */
    Optional<Case> shows() {
      var test = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
      if (test.startsWith("test_no_violation")) {
        return Optional.of(Case.allowed);
      }
      if (test.startsWith("test_violation_unknown") || test.contains("_not_known")) {
        return Optional.of(Case.unknown);
      }
      return test.startsWith("test_violation") ? Optional.of(Case.denied) : Optional.empty();
    }
  }

  /**
   * How much of a file the tests ran through.
   *
   * @param missed lines that none ran through, as {@code 12} or {@code 12-14}
   */
  record Coverage(String file, int covered, int notCovered, List<String> missed) {
    Coverage {
      missed = List.copyOf(missed);
    }

    static Coverage of(String file, JsonNode json) {
      List<String> missed = new ArrayList<>();
      json.path("not_covered")
          .forEach(
              range -> {
                var start = range.path("start").path("row").asInt();
                var end = range.path("end").path("row").asInt();
                missed.add(start == end ? "" + start : start + "-" + end);
              });
      return new Coverage(
          file,
          json.path("covered_lines").asInt(),
          json.path("not_covered_lines").asInt(),
          missed.stream().distinct().toList());
    }

    double percent() {
      return covered + notCovered == 0 ? 100 : 100.0 * covered / (covered + notCovered);
    }
  }

  private final Path pack;
  private final Optional<Path> site;
  private final Optional<String> filter;

  /**
   * @param filter a regular expression of OPA's that a test's full name must match
   */
  Tests(Path pack, Optional<Path> site, Optional<String> filter) {
    this.pack = pack;
    this.site = site;
    this.filter = filter;
  }

  /** Those of the pack, then those of the site. */
  List<Result> run() {
    return Stream.concat(results(false), site.stream().flatMap(ignored -> results(true))).toList();
  }

  /** What the same tests ran through, when all of them pass; of rules and words, not of tests. */
  List<Coverage> coverage() {
    return Stream.concat(coverage(false), site.stream().flatMap(ignored -> coverage(true)))
        .toList();
  }

  private Stream<Result> results(boolean ofSite) {
    List<Result> results = new ArrayList<>();
    json(ofSite, List.of()).forEach(result -> results.add(Result.of(result)));
    return results.stream().filter(result -> ofSite == isOfSite(result.name()));
  }

  private Stream<Coverage> coverage(boolean ofSite) {
    List<Coverage> files = new ArrayList<>();
    json(ofSite, List.of("--coverage"))
        .path("files")
        .properties()
        .forEach(file -> files.add(Coverage.of(file.getKey(), file.getValue())));
    return files.stream()
        .filter(file -> !file.file().endsWith("_test.rego"))
        .filter(file -> ofSite == Path.of(file.file()).isAbsolute());
  }

  private static boolean isOfSite(String test) {
    return test.startsWith("data.site.") || test.contains(".test_site_");
  }

  private JsonNode json(boolean ofSite, List<String> options) {
    List<String> arguments =
        new ArrayList<>(List.of("test", "--format", "json", "--timeout", "120s"));
    arguments.addAll(List.of("--ignore", "*.json", "--ignore", "tools"));
    arguments.addAll(options);
    filter
        .or(() -> ofSite ? Optional.of(OF_SITE) : Optional.empty())
        .ifPresent(expression -> arguments.addAll(List.of("--run", expression)));
    arguments.add(".");
    if (ofSite) {
      arguments.addAll(PolicyTools.partsOf(site.orElseThrow()));
    }
    var said = PolicyTools.opa(pack, null, arguments);
    var isReport = said.out().startsWith("[") || said.out().startsWith("{");
    if (!isReport && said.isGood()) {
      return PolicyTools.JSON.createArrayNode(); // no test is of that name
    }
    if (!isReport || said.out().startsWith("{\n  \"errors\"")) {
      throw new CliException(
          ExitCode.NO, "the tests do not run; see tagout policy check", said.complaint());
    }
    return PolicyTools.json(said.out());
  }
}
