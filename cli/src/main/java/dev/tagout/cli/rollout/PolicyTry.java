package dev.tagout.cli.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.ExitCode;
import dev.tagout.cli.OutputFormat;
import dev.tagout.cli.decision.DecisionPage;
import dev.tagout.cli.service.Answer;
import dev.tagout.cli.service.PolicyService;
import dev.tagout.cli.service.Query;
import dev.tagout.cli.service.Remote;
import dev.tagout.cli.service.Subject;
import dev.tagout.cli.text.Document;
import dev.tagout.contracts.decision.Decision;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tagout policy try} */
@Command(
    name = "try",
    description = {
      "What would be answered for one VM by other policies, from the facts as they are now, and"
          + " what differs.",
      "Exit status 1 when it would be refused. Nothing is recorded or changed."
    },
    footer = {
      "%nExample:",
      "  tagout policy try --vm web-01 --host libvirt:host-b --pack policies"
    },
    sortOptions = false)
public final class PolicyTry extends Remote {
  /** What a VM may be about to do. */
  enum Operation {
    START,
    RESUME,
    RESTORE,
    MIGRATE_IN
  }

  @Option(
      names = "--vm",
      paramLabel = "VM",
      required = true,
      description = "The VM, as id or as name where only one has it.")
  private String vm;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "Where it would start, as id or name; unless given where it runs or last was.")
  private String host;

  @Option(
      names = "--operation",
      paramLabel = "OPERATION",
      description = "${COMPLETION-CANDIDATES}; START unless given.")
  private Operation operation = Operation.START;

  @Mixin private PackOptions pack;
  @Mixin private OutputFormat output;

  @Override
  protected ExitCode run(PolicyService service) {
    if (pack.fault() != null) {
      throw wrongUsage(pack.fault());
    }
    byte[] bundle = pack.read(environment(), err());
    JsonNode answer =
        service.post(
            "/v1/policies/try",
            new Query()
                .with("vm", Subject.VM.id(service, vm))
                .with("host", Subject.HOST.id(service, host))
                .with("operation", operation),
            PolicyService.Body.bundle(bundle),
            PolicyService.LONG);
    Decision then = Answer.part(answer.path("then"), Decision.class);
    if (output.isJson()) {
      output.json(answer);
    } else {
      print(
          lines(Answer.part(answer.path("now"), Decision.class), then, answer.path("difference")));
    }
    return then.admitted() ? ExitCode.DONE : ExitCode.NO;
  }

  static List<String> lines(Decision now, Decision then, JsonNode difference) {
    Document page = new Document();
    page.field("now", DecisionPage.verdict(now) + " (" + now.revision() + ")");
    page.field("then", DecisionPage.verdict(then) + " (" + then.revision() + ")");
    boolean same =
        !difference.path("outcome").asBoolean()
            && difference.path("added").isEmpty()
            && difference.path("removed").isEmpty()
            && difference.path("changed").isEmpty();
    page.heading("What differs");
    if (same) {
      page.indented("nothing");
    }
    part(page, "+", difference.path("added"));
    part(page, "-", difference.path("removed"));
    part(page, "~", difference.path("changed"));
    DecisionPage.violations(page, then);
    return page.lines();
  }

  /** A changed violation says its rule itself, or in what it becomes. */
  private static void part(Document page, String mark, JsonNode violations) {
    for (JsonNode item : violations) {
      JsonNode violation = item.path("then").isObject() ? item.path("then") : item;
      String rule = violation.path("rule").asText(item.path("rule").asText(""));
      String message = violation.path("message").asText("");
      page.item(mark, message.isBlank() ? rule : message + " [" + rule + "]");
    }
  }
}
