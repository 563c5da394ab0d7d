package dev.tagout.cli.remediation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.ExitCode;
import dev.tagout.cli.OutputFormat;
import dev.tagout.cli.service.Answer;
import dev.tagout.cli.service.Listing;
import dev.tagout.cli.service.PageOptions;
import dev.tagout.cli.service.Query;
import dev.tagout.cli.service.RemediationCommand;
import dev.tagout.cli.service.RemediationService;
import dev.tagout.cli.text.Table;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tagout breaker list} */
@Command(
    name = "list",
    description = "Breakers that are open or were, newest first.",
    sortOptions = false)
final class BreakerList extends RemediationCommand {
  @Mixin private PageOptions page;
  @Mixin private OutputFormat output;

  @Override
  protected ExitCode run(RemediationService service) {
    Listing breakers = page.ask(service, "/v1/breakers", Query::new);
    page.write(breakers, BreakerList::table, "breakers", output);
    return ExitCode.DONE;
  }

  static Table table(List<JsonNode> breakers) {
    Table table =
        new Table()
            .column("STATE", 5)
            .column("TIER", 24)
            .column("TURNED BAD", 16)
            .whole("OPENED")
            .whole("RESET")
            .column("BY", 20)
            .column("BECAUSE", 40);
    for (JsonNode breaker : breakers) {
      table.row(
          Answer.text(breaker, "state"),
          Answer.text(breaker, "tier"),
          breaker.path("turned").asText() + " of " + breaker.path("running").asText(),
          Answer.text(breaker, "openedAt"),
          Answer.text(breaker, "resetAt"),
          Answer.text(breaker, "resetBy"),
          Answer.text(breaker, "resetReason"));
    }
    return table;
  }
}
