package dev.tagout.cli.remediation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.ExitCode;
import dev.tagout.cli.OutputFormat;
import dev.tagout.cli.service.Answer;
import dev.tagout.cli.service.RemediationCommand;
import dev.tagout.cli.service.RemediationService;
import dev.tagout.cli.text.Document;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tagout breaker reset TIER} */
@Command(
    name = "reset",
    description =
        "Lets VMs of a tier be stopped again. What its breaker held is checked again: verdict, VM,"
            + " limits.",
    footer = {
      "%nExample:",
      "  tagout breaker reset restricted --reason \"the feed is right again\""
    },
    sortOptions = false)
final class BreakerReset extends RemediationCommand {
  @Parameters(paramLabel = "TIER", description = "The tier; none for VMs without one.")
  private String tier;

  @Mixin private Reason reason;
  @Mixin private OutputFormat output;

  @Override
  protected ExitCode run(RemediationService service) {
    JsonNode breaker =
        reason.post(service, RemediationService.path("/v1/breakers", tier, "/reset"));
    if (output.isJson()) {
      output.json(breaker);
    } else {
      print(
          new Document()
              .line("The breaker is reset; what it held is checked again.")
              .field("tier", Answer.text(breaker, "tier"))
              .field("opened", Answer.text(breaker, "openedAt"))
              .field("why", Answer.text(breaker, "reason"))
              .field("reset by", Answer.text(breaker, "resetBy"))
              .field("because", Answer.text(breaker, "resetReason"))
              .lines());
    }
    return ExitCode.DONE;
  }
}
