package dev.tagout.cli.waiver;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.ExitCode;
import dev.tagout.cli.OutputFormat;
import dev.tagout.cli.service.PolicyService;
import dev.tagout.cli.service.Remote;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tagout waiver show ID} */
@Command(
    name = "show",
    description = "One waiver: what it excuses, until when, who asked and who approved.",
    sortOptions = false)
final class WaiverShow extends Remote {
  @Parameters(paramLabel = "ID", description = "Its id.")
  private String id;

  @Mixin private OutputFormat output;

  @Override
  protected ExitCode run(PolicyService service) {
    JsonNode waiver = service.get(PolicyService.path("/v1/waivers", id, ""));
    if (output.isJson()) {
      output.json(waiver);
    } else {
      print(WaiverPage.lines("A waiver", waiver));
    }
    return ExitCode.DONE;
  }
}
