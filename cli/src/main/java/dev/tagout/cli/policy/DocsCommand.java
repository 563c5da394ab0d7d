package dev.tagout.cli.policy;

import dev.tagout.cli.CliException;
import dev.tagout.cli.ExitCode;
import dev.tagout.cli.OutputFormat;
import dev.tagout.cli.policy.pages.Pages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tagout policy docs} */
@Command(
    name = "docs",
    description = "Makes the pages of the rules, docs/policies.",
    sortOptions = false)
final class DocsCommand implements Callable<Integer> {
  @Option(
      names = "--check",
      description = "Writes nothing; says which pages are not current, and exits 1 if any is not.")
  private boolean check;

  @Option(
      names = "--pack",
      paramLabel = "DIR",
      description = "The policy directory; policies/ of the checkout unless given.")
  private Path pack;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = "Where the pages are; docs/policies of the checkout unless given.")
  private Path to;

  @Mixin private OutputFormat output;

  @Override
  public Integer call() {
    var directory = to == null ? PolicyTools.checkout().resolve("docs/policies") : to;
    var policies = pack == null ? PolicyTools.checkout().resolve("policies") : pack;
    try {
      var stale = stale(directory, Pages.of(PolicyTools.describe(policies, Optional.empty())));
      if (!check) {
        write(directory, stale);
      }
      say(directory, stale);
      return ExitCode.DONE.number();
    } catch (IOException e) {
      throw new CliException(
          ExitCode.NO, "%s cannot be read or written".formatted(directory), List.of(e.toString()));
    }
  }

  /** The pages that are not current, with what they should be: empty where there should be none. */
  private static SortedMap<String, Optional<String>> stale(
      Path directory, Map<String, String> pages) throws IOException {
    SortedMap<String, Optional<String>> stale = new TreeMap<>();
    for (var page : pages.entrySet()) {
      var file = directory.resolve(page.getKey());
      if (!Files.isRegularFile(file) || !Files.readString(file).equals(page.getValue())) {
        stale.put(page.getKey(), Optional.of(page.getValue()));
      }
    }
    if (Files.isDirectory(directory)) {
      try (var files = Files.walk(directory)) {
        files
            .filter(file -> file.toString().endsWith(".md"))
            .map(file -> directory.relativize(file).toString())
            .filter(name -> !pages.containsKey(name))
            .forEach(name -> stale.put(name, Optional.empty()));
      }
    }
    return stale;
  }

  private static void write(Path directory, Map<String, Optional<String>> pages)
      throws IOException {
    for (var page : pages.entrySet()) {
      var file = directory.resolve(page.getKey());
      if (page.getValue().isPresent()) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, page.getValue().get());
      } else {
        Files.delete(file);
      }
    }
  }

  private void say(Path directory, Map<String, Optional<String>> stale) {
    List<String> lines = new ArrayList<>();
    stale.forEach(
        (name, page) -> lines.add(page.isPresent() ? name : name + " (there is no such rule)"));
    if (output.isJson()) {
      var json = PolicyTools.JSON.createObjectNode().put("directory", directory.toString());
      json.set(check ? "notCurrent" : "written", PolicyTools.JSON.valueToTree(stale.keySet()));
      output.json(json);
    } else if (!check) {
      output.out().println("%d pages changed in %s".formatted(stale.size(), directory));
    }
    output.out().flush();
    if (check && !stale.isEmpty()) {
      throw new CliException(ExitCode.NO, "pages are not current; run ./tagout policy docs", lines);
    }
  }
}
