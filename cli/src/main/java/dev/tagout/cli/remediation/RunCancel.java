package dev.tagout.cli.remediation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.ExitCode;
import dev.tagout.cli.OutputFormat;
import dev.tagout.cli.service.RemediationCommand;
import dev.tagout.cli.service.RemediationService;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tagout run cancel ID} */
@Command(
    name = "cancel",
    description = "Says that nothing shall be done to this run of the VM.",
    footer = {"%nExample:", "  tagout run cancel 0199c1de-… --reason \"the policy was wrong\""},
    sortOptions = false)
final class RunCancel extends RemediationCommand {
  @Parameters(paramLabel = "ID", description = "Its id.")
  private String id;

  @Mixin private Reason reason;
  @Mixin private OutputFormat output;

  @Override
  protected ExitCode run(RemediationService service) {
    JsonNode run = reason.post(service, RemediationService.path("/v1/runs", id, "/cancel"));
    if (output.isJson()) {
      output.json(run);
    } else {
      print(RunPage.lines("The run is cancelled.", run));
    }
    return ExitCode.DONE;
  }
}
