package dev.tagout.cli.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.ExitCode;
import dev.tagout.cli.OutputFormat;
import dev.tagout.cli.decision.DecisionPage;
import dev.tagout.cli.service.Answer;
import dev.tagout.cli.service.PolicyService;
import dev.tagout.cli.service.Remote;
import dev.tagout.cli.service.Subject;
import dev.tagout.cli.text.Document;
import dev.tagout.cli.text.Table;
import dev.tagout.contracts.decision.Decision;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tagout vm show ID} */
@Command(
    name = "show",
    description = "One VM: assignment, places, facts with their ages, standing verdict.",
    sortOptions = false)
final class VmShow extends Remote {
  @Parameters(
      paramLabel = "VM",
      description = "Its id, such as libvirt:0f3c…, or its name where only one has it.")
  private String vm;

  @Mixin private OutputFormat output;

  @Override
  protected ExitCode run(PolicyService service) {
    String id = Subject.VM.id(service, vm);
    JsonNode view = service.get(Subject.VM.path(id, ""));
    if (output.isJson()) {
      output.json(view);
      return ExitCode.DONE;
    }
    Optional<Decision> verdict =
        service.find(Subject.VM.path(id, "/verdict")).map(v -> Answer.part(v, Decision.class));
    print(lines(view, verdict));
    return ExitCode.DONE;
  }

  static List<String> lines(JsonNode vm, Optional<Decision> verdict) {
    Document page = new Document().line(Subject.label(vm));
    page.field("id", Answer.text(vm, "id"));
    String source = vm.path("tierSource").asText("");
    page.field(
        "tier",
        vm.path("tier").asText("none")
            + (source.isEmpty()
                ? ""
                : source.equals("assignment") ? ", assigned" : ", as it says itself"));
    places(page, vm.path("placements"));
    SubjectPage.assignment(page, vm.path("assignment"));
    SubjectPage.facts(page, vm.path("facts"));
    page.heading("Standing verdict");
    if (verdict.isEmpty()) {
      page.indented("none yet");
    } else {
      DecisionPage.summary(page, verdict.get());
    }
    return page.lines();
  }

  private static void places(Document page, JsonNode placements) {
    page.heading("Places");
    if (placements.isEmpty()) {
      page.indented("none are known");
      return;
    }
    Table table =
        new Table().whole("HOST").column("STATE", 16).whole("SINCE").column("ADMISSION", 16);
    for (JsonNode place : placements) {
      table.row(
          place.path("host").asText(""),
          place.path("state").asText(""),
          place.path("runningSince").asText(""),
          place.path("admission").asText(""));
    }
    page.indented(table);
  }
}
