package dev.tagout.cli.breakglass;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.ExitCode;
import dev.tagout.cli.OutputFormat;
import dev.tagout.cli.service.PolicyService;
import dev.tagout.cli.service.Remote;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tagout break-glass show ID} */
@Command(
    name = "show",
    description = "One of them: which VM, who asked, who approved, and whether it was used.",
    sortOptions = false)
final class BreakGlassShow extends Remote {
  @Parameters(paramLabel = "ID", description = "Its id.")
  private String id;

  @Mixin private OutputFormat output;

  @Override
  protected ExitCode run(PolicyService service) {
    JsonNode glass = service.get(PolicyService.path("/v1/break-glass", id, ""));
    if (output.isJson()) {
      output.json(glass);
    } else {
      print(BreakGlassPage.lines("A break-glass", glass));
    }
    return ExitCode.DONE;
  }
}
