package dev.tagout.cli.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.ExitCode;
import dev.tagout.cli.OutputFormat;
import dev.tagout.cli.service.Answer;
import dev.tagout.cli.service.PolicyService;
import dev.tagout.cli.service.Query;
import dev.tagout.cli.service.Remote;
import dev.tagout.cli.service.Subject;
import dev.tagout.contracts.decision.Decision;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tagout vm explain ID} */
@Command(
    name = "explain",
    description = {
      "What would be answered if the VM were started now, why, and what it would take.",
      "Exit status 1 when it would be refused. Nothing is recorded."
    },
    footer = {"%nExample:", "  tagout vm explain web-01 --host libvirt:host-b"},
    sortOptions = false)
final class VmExplain extends Remote {
  @Parameters(
      paramLabel = "VM",
      description = "Its id, such as libvirt:0f3c…, or its name where only one has it.")
  private String vm;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "Where it would start, as id or name; unless given where it runs or last was.")
  private String host;

  @Mixin private OutputFormat output;

  @Override
  protected ExitCode run(PolicyService service) {
    String id = Subject.VM.id(service, vm);
    Query query = new Query().with("host", Subject.HOST.id(service, host));
    JsonNode explanation = service.get(Subject.VM.path(id, "/explain"), query);
    Decision decision = Answer.part(explanation.path("decision"), Decision.class);
    if (output.isJson()) {
      output.json(explanation);
    } else {
      print(ExplanationPage.lines(decision, explanation));
    }
    return decision.admitted() ? ExitCode.DONE : ExitCode.NO;
  }
}
