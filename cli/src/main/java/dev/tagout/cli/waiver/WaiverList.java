package dev.tagout.cli.waiver;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.ExitCode;
import dev.tagout.cli.OutputFormat;
import dev.tagout.cli.service.Answer;
import dev.tagout.cli.service.Listing;
import dev.tagout.cli.service.PageOptions;
import dev.tagout.cli.service.PolicyService;
import dev.tagout.cli.service.Query;
import dev.tagout.cli.service.Remote;
import dev.tagout.cli.service.Subject;
import dev.tagout.cli.text.Table;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tagout waiver list} */
@Command(name = "list", description = "Waivers, whatever their state.", sortOptions = false)
final class WaiverList extends Remote {
  /** As the service names them. */
  enum State {
    requested,
    approved,
    active,
    expired,
    revoked
  }

  @Option(names = "--vm", paramLabel = "VM", description = "Of this VM, as id or name.")
  private String vm;

  @Option(names = "--rule", paramLabel = "RULE", description = "Of this rule.")
  private String rule;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description =
          "In this state: ${COMPLETION-CANDIDATES}. approved has not begun yet, active is in force.")
  private State state;

  @Mixin private PageOptions page;
  @Mixin private OutputFormat output;

  @Override
  protected ExitCode run(PolicyService service) {
    String id = Subject.VM.id(service, vm);
    Listing waivers =
        page.ask(
            service,
            "/v1/waivers",
            () -> new Query().with("vm", id).with("rule", rule).with("state", state));
    page.write(waivers, WaiverList::table, "waivers", output);
    return ExitCode.DONE;
  }

  static Table table(List<JsonNode> waivers) {
    Table table =
        new Table()
            .column("STATE", 10)
            .column("RULES", 40)
            .column("FOR", 50)
            .whole("EXPIRES")
            .column("REQUESTED BY", 20)
            .column("APPROVED BY", 20)
            .column("TICKET", 20)
            .whole("ID");
    for (JsonNode waiver : waivers) {
      table.row(
          Answer.text(waiver, "state"),
          String.join(", ", Answer.texts(waiver.path("rules"))),
          WaiverPage.scope(waiver),
          Answer.text(waiver, "expiresAt"),
          Answer.text(waiver, "requestedBy"),
          Answer.text(waiver, "approvedBy"),
          Answer.text(waiver, "ticket"),
          Answer.text(waiver, "id"));
    }
    return table;
  }
}
