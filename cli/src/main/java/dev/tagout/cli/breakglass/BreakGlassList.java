package dev.tagout.cli.breakglass;

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

/** {@code tagout break-glass list} */
@Command(name = "list", description = "All of them, whatever their state.", sortOptions = false)
final class BreakGlassList extends Remote {
  /** As the service names them. */
  enum State {
    requested,
    approved,
    used,
    expired,
    revoked
  }

  @Option(names = "--vm", paramLabel = "VM", description = "For this VM, as id or name.")
  private String vm;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description =
          "In this state: ${COMPLETION-CANDIDATES}. approved is in force, and was not used yet.")
  private State state;

  @Mixin private PageOptions page;
  @Mixin private OutputFormat output;

  @Override
  protected ExitCode run(PolicyService service) {
    String id = Subject.VM.id(service, vm);
    Listing glasses =
        page.ask(service, "/v1/break-glass", () -> new Query().with("vm", id).with("state", state));
    page.write(glasses, BreakGlassList::table, "break-glass requests", output);
    return ExitCode.DONE;
  }

  static Table table(List<JsonNode> glasses) {
    Table table =
        new Table()
            .column("STATE", 10)
            .column("VM", 40)
            .column("HOST", 40)
            .whole("EXPIRES")
            .column("REQUESTED BY", 20)
            .column("APPROVED BY", 20)
            .column("TICKET", 20)
            .whole("ID");
    for (JsonNode glass : glasses) {
      table.row(
          Answer.text(glass, "state"),
          Answer.text(glass, "vm"),
          BreakGlassPage.host(glass),
          Answer.text(glass, "expiresAt"),
          Answer.text(glass, "requestedBy"),
          Answer.text(glass, "approvedBy"),
          Answer.text(glass, "ticket"),
          Answer.text(glass, "id"));
    }
    return table;
  }
}
