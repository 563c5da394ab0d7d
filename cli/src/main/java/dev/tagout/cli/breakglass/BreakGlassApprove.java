package dev.tagout.cli.breakglass;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.ExitCode;
import dev.tagout.cli.OutputFormat;
import dev.tagout.cli.service.PolicyService;
import dev.tagout.cli.service.Query;
import dev.tagout.cli.service.Remote;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tagout break-glass approve ID} */
@Command(
    name = "approve",
    description = "Approves one that somebody else has requested; its minutes begin.",
    footer = {"%nExample:", "  tagout break-glass approve 0199c1de-… --as bob"},
    sortOptions = false)
final class BreakGlassApprove extends Remote {
  @Parameters(paramLabel = "ID", description = "Its id.")
  private String id;

  @Mixin private OutputFormat output;

  @Override
  protected ExitCode run(PolicyService service) {
    JsonNode glass =
        service.post(
            PolicyService.path("/v1/break-glass", id, "/approve"),
            new Query(),
            PolicyService.Body.EMPTY,
            PolicyService.SOON);
    if (output.isJson()) {
      output.json(glass);
    } else {
      print(BreakGlassPage.lines("Break-glass is approved: start the VM now.", glass));
    }
    return ExitCode.DONE;
  }
}
