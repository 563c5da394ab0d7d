package dev.tagout.cli.remediation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.ExitCode;
import dev.tagout.cli.OutputFormat;
import dev.tagout.cli.service.RemediationCommand;
import dev.tagout.cli.service.RemediationService;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tagout run show ID} */
@Command(
    name = "show",
    description = "One run: what is done to which VM and why, and what was tried.",
    sortOptions = false)
final class RunShow extends RemediationCommand {
  @Parameters(paramLabel = "ID", description = "Its id.")
  private String id;

  @Mixin private OutputFormat output;

  @Override
  protected ExitCode run(RemediationService service) {
    JsonNode run = service.get(RemediationService.path("/v1/runs", id, ""));
    if (output.isJson()) {
      output.json(run);
    } else {
      print(RunPage.lines("A run", run));
    }
    return ExitCode.DONE;
  }
}
