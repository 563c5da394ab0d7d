package dev.tagout.cli.breakglass;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tagout.cli.ExitCode;
import dev.tagout.cli.OutputFormat;
import dev.tagout.cli.service.PolicyService;
import dev.tagout.cli.service.Query;
import dev.tagout.cli.service.Remote;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tagout break-glass revoke ID} */
@Command(
    name = "revoke",
    description = "Takes one back that was not used, whether it was approved or not.",
    sortOptions = false)
final class BreakGlassRevoke extends Remote {
  @Parameters(paramLabel = "ID", description = "Its id.")
  private String id;

  @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why.")
  private String reason;

  @Mixin private OutputFormat output;

  @Override
  protected ExitCode run(PolicyService service) {
    JsonNode glass =
        service.post(
            PolicyService.path("/v1/break-glass", id, "/revoke"),
            new Query(),
            PolicyService.Body.json(JsonNodeFactory.instance.objectNode().put("reason", reason)),
            PolicyService.SOON);
    if (output.isJson()) {
      output.json(glass);
    } else {
      print(BreakGlassPage.lines("Break-glass is revoked.", glass));
    }
    return ExitCode.DONE;
  }
}
