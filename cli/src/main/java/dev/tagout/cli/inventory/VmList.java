package dev.tagout.cli.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.ExitCode;
import dev.tagout.cli.OutputFormat;
import dev.tagout.cli.service.Listing;
import dev.tagout.cli.service.PageOptions;
import dev.tagout.cli.service.PolicyService;
import dev.tagout.cli.service.Query;
import dev.tagout.cli.service.Remote;
import dev.tagout.cli.text.Table;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tagout vm list} */
@Command(
    name = "list",
    description = "The VMs in the order of their ids, with tier and place.",
    sortOptions = false)
final class VmList extends Remote {
  @Mixin private PageOptions page;
  @Mixin private OutputFormat output;

  @Override
  protected ExitCode run(PolicyService service) {
    Listing vms = page.ask(service, "/v1/vms", Query::new);
    page.write(vms, VmList::table, "VMs", output);
    return ExitCode.DONE;
  }

  static Table table(List<JsonNode> vms) {
    Table table =
        new Table()
            .column("NAME", 32)
            .column("TIER", 16)
            .column("OWNER", 24)
            .column("STATE", 18)
            .column("HOST", 32)
            .whole("ID");
    for (JsonNode vm : vms) {
      JsonNode place = place(vm);
      table.row(
          vm.path("name").asText(""),
          vm.path("tier").asText(""),
          vm.path("assignment").path("owner").asText(""),
          state(place),
          place.path("host").asText(""),
          vm.path("id").asText(""));
    }
    return table;
  }

  /** Where it runs, else the first place that is known. */
  private static JsonNode place(JsonNode vm) {
    for (JsonNode place : vm.path("placements")) {
      if (place.path("state").asText().equals("running")) {
        return place;
      }
    }
    return vm.path("placements").path(0);
  }

  /** A bypass is what somebody looks for. */
  private static String state(JsonNode place) {
    String state = place.path("state").asText("");
    return place.path("admission").asText("").equals("bypass") ? state + ", bypass" : state;
  }
}
