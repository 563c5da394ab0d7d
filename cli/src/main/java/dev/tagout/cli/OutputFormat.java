package dev.tagout.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option {@code -o} of every command that shows something. */
public final class OutputFormat {
  /** For a person, or for a program. */
  public enum Format {
    text,
    json
  }

  @Spec(Spec.Target.MIXEE)
  private CommandLine.Model.CommandSpec command;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; text unless given.")
  private Format format = Format.text;

  public boolean isJson() {
    return format == Format.json;
  }

  /** Where a command writes what it was asked for. */
  public PrintWriter out() {
    return command.commandLine().getOut();
  }

  /** Writes the document as it came. */
  public void json(JsonNode document) {
    out().println(document.toPrettyString());
  }
}
