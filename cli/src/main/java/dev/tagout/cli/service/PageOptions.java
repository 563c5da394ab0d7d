package dev.tagout.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.OutputFormat;
import dev.tagout.cli.text.Printable;
import dev.tagout.cli.text.Table;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How much of a list is shown. */
public final class PageOptions {
  private static final int DEFAULT = 100;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "So many at most; " + DEFAULT + " unless given.")
  private int limit = DEFAULT;

  @Option(
      names = "--after",
      paramLabel = "CURSOR",
      description = "Begins after what an earlier list said was its end.")
  private String after;

  /** Whether it begins where an earlier list ended. */
  public boolean goesOn() {
    return after != null;
  }

  /** Asks for as much as is wanted. */
  public Listing ask(HttpService service, String path, Supplier<Query> query) {
    if (limit < 1) {
      throw new ParameterException(command.commandLine(), "--limit must be 1 or more");
    }
    return Listing.of(service, path, query, limit, after);
  }

  /**
   * Writes a list; for people also whether that is all.
   *
   * @param what the items are, in the plural
   */
  public void write(
      Listing listing, Function<List<JsonNode>, Table> table, String what, OutputFormat output) {
    if (output.isJson()) {
      output.json(listing.toJson());
      return;
    }
    if (listing.items().isEmpty()) {
      output.out().println("There are no " + what + ".");
    } else {
      table.apply(listing.items()).lines().forEach(output.out()::println);
    }
    if (listing.next() != null) {
      output
          .out()
          .println(
              "There are more "
                  + what
                  + ": raise --limit, or go on with --after "
                  + Printable.line(listing.next()));
    }
  }
}
