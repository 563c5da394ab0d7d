package dev.tagout.cli.remediation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.ExitCode;
import dev.tagout.cli.OutputFormat;
import dev.tagout.cli.service.RemediationCommand;
import dev.tagout.cli.service.RemediationService;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tagout run approve ID} */
@Command(
    name = "approve",
    description = "Lets a held run go on. Verdict and VM are checked again first.",
    footer = {
      "%nExample:",
      "  tagout run approve 0199c1de-… --reason \"the policy is right\" --as bob"
    },
    sortOptions = false)
final class RunApprove extends RemediationCommand {
  @Parameters(paramLabel = "ID", description = "Its id.")
  private String id;

  @Mixin private Reason reason;
  @Mixin private OutputFormat output;

  @Override
  protected ExitCode run(RemediationService service) {
    JsonNode run = reason.post(service, RemediationService.path("/v1/runs", id, "/approve"));
    if (output.isJson()) {
      output.json(run);
    } else {
      print(RunPage.lines("The run is approved; it is checked once more.", run));
    }
    return ExitCode.DONE;
  }
}
