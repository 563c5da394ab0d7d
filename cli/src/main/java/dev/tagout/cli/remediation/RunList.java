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
import picocli.CommandLine.Option;

/** {@code tagout run list} */
@Command(
    name = "list",
    description = "Runs, newest first.",
    footer = {"%nExample:", "  tagout run list --status held"},
    sortOptions = false)
final class RunList extends RemediationCommand {
  /** As the service names them. */
  enum Status {
    pending,
    acting,
    held,
    succeeded,
    notified,
    superseded,
    cancelled,
    failed
  }

  @Option(names = "--vm", paramLabel = "VM", description = "Of this VM, by its id.")
  private String vm;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "In this state: ${COMPLETION-CANDIDATES}. held waits for a person.")
  private Status status;

  @Mixin private PageOptions page;
  @Mixin private OutputFormat output;

  @Override
  protected ExitCode run(RemediationService service) {
    Listing runs =
        page.ask(service, "/v1/runs", () -> new Query().with("vm", vm).with("status", status));
    page.write(runs, RunList::table, "runs", output);
    return ExitCode.DONE;
  }

  static Table table(List<JsonNode> runs) {
    Table table =
        new Table()
            .column("STATUS", 14)
            .column("ACTION", 10)
            .column("TRIGGER", 8)
            .column("VM", 24)
            .column("TIER", 16)
            .column("REASON", 60)
            .whole("ID");
    for (JsonNode run : runs) {
      String hold = Answer.text(run, "hold");
      String status = Answer.text(run, "status");
      table.row(
          "held".equals(status) && hold != null ? status + ", " + hold : status,
          Answer.text(run, "action"),
          Answer.text(run, "trigger"),
          RunPage.label(run),
          Answer.text(run, "tier"),
          Answer.text(run, "reason"),
          Answer.text(run, "runId"));
    }
    return table;
  }
}
