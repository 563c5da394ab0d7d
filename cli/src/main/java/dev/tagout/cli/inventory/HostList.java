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

/** {@code tagout host list} */
@Command(
    name = "list",
    description = "The hosts in the order of their ids, with tier and number of running VMs.",
    sortOptions = false)
final class HostList extends Remote {
  @Mixin private PageOptions page;
  @Mixin private OutputFormat output;

  @Override
  protected ExitCode run(PolicyService service) {
    Listing hosts = page.ask(service, "/v1/hosts", Query::new);
    page.write(hosts, HostList::table, "hosts", output);
    return ExitCode.DONE;
  }

  static Table table(List<JsonNode> hosts) {
    Table table =
        new Table()
            .column("NAME", 32)
            .column("TIER", 16)
            .column("GROUP", 24)
            .column("OWNER", 24)
            .column("CONNECTED", 9)
            .number("RUNNING")
            .column("SPECIAL", 24)
            .whole("ID");
    for (JsonNode host : hosts) {
      JsonNode assignment = host.path("assignment");
      table.row(
          host.path("name").asText(""),
          host.path("tier").asText(""),
          assignment.path("group").asText(""),
          assignment.path("owner").asText(""),
          connected(host.path("connected")),
          host.path("running").size(),
          special(assignment),
          host.path("id").asText(""));
    }
    return table;
  }

  static String connected(JsonNode connected) {
    return connected.isBoolean() ? connected.asBoolean() ? "yes" : "no" : "";
  }

  private static String special(JsonNode assignment) {
    String enforcement = assignment.path("enforcement").asText("");
    if (!assignment.path("maintenance").asBoolean()) {
      return enforcement;
    }
    return enforcement.isEmpty() ? "maintenance" : "maintenance, " + enforcement;
  }
}
