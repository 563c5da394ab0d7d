package dev.tagout.cli.waiver;

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

/** {@code tagout waiver revoke ID} */
@Command(
    name = "revoke",
    description = "Ends a waiver at once, whether it was approved or not.",
    sortOptions = false)
final class WaiverRevoke extends Remote {
  @Parameters(paramLabel = "ID", description = "Its id.")
  private String id;

  @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why.")
  private String reason;

  @Mixin private OutputFormat output;

  @Override
  protected ExitCode run(PolicyService service) {
    JsonNode waiver =
        service.post(
            PolicyService.path("/v1/waivers", id, "/revoke"),
            new Query(),
            PolicyService.Body.json(JsonNodeFactory.instance.objectNode().put("reason", reason)),
            PolicyService.SOON);
    if (output.isJson()) {
      output.json(waiver);
    } else {
      print(WaiverPage.lines("The waiver is revoked.", waiver));
    }
    return ExitCode.DONE;
  }
}
