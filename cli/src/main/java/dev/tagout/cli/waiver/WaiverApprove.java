package dev.tagout.cli.waiver;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.ExitCode;
import dev.tagout.cli.OutputFormat;
import dev.tagout.cli.service.PolicyService;
import dev.tagout.cli.service.Query;
import dev.tagout.cli.service.Remote;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tagout waiver approve ID} */
@Command(
    name = "approve",
    description = "Approves a waiver that somebody else has requested.",
    footer = {"%nExample:", "  tagout waiver approve 0199c1de-… --as bob"},
    sortOptions = false)
final class WaiverApprove extends Remote {
  @Parameters(paramLabel = "ID", description = "Its id.")
  private String id;

  @Mixin private OutputFormat output;

  @Override
  protected ExitCode run(PolicyService service) {
    JsonNode waiver =
        service.post(
            PolicyService.path("/v1/waivers", id, "/approve"),
            new Query(),
            PolicyService.Body.EMPTY,
            PolicyService.SOON);
    if (output.isJson()) {
      output.json(waiver);
    } else {
      print(WaiverPage.lines("The waiver is approved.", waiver));
    }
    return ExitCode.DONE;
  }
}
