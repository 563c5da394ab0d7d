package dev.tagout.cli.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.ExitCode;
import dev.tagout.cli.OutputFormat;
import dev.tagout.cli.service.Answer;
import dev.tagout.cli.service.PolicyService;
import dev.tagout.cli.service.Remote;
import dev.tagout.cli.service.Subject;
import dev.tagout.cli.text.Document;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tagout host show ID} */
@Command(
    name = "show",
    description = "One host: assignment, running VMs, facts with their ages.",
    sortOptions = false)
final class HostShow extends Remote {
  @Parameters(
      paramLabel = "HOST",
      description = "Its id, such as libvirt:host-a, or its name where only one has it.")
  private String host;

  @Mixin private OutputFormat output;

  @Override
  protected ExitCode run(PolicyService service) {
    JsonNode view = service.get(Subject.HOST.path(Subject.HOST.id(service, host), ""));
    if (output.isJson()) {
      output.json(view);
    } else {
      print(lines(view));
    }
    return ExitCode.DONE;
  }

  static List<String> lines(JsonNode host) {
    Document page = new Document().line(Subject.label(host));
    page.field("id", Answer.text(host, "id"));
    page.field("tier", host.path("tier").asText("none"));
    String connected = HostList.connected(host.path("connected"));
    String since = host.path("connectionAt").asText("");
    page.field("connected", connected + (since.isEmpty() ? "" : ", since " + since));
    page.field("listed", Answer.text(host, "listedAt"));
    SubjectPage.assignment(page, host.path("assignment"));
    page.heading("Running VMs");
    List<String> running = Answer.texts(host.path("running"));
    if (running.isEmpty()) {
      page.indented("none");
    }
    running.forEach(page::indented);
    SubjectPage.facts(page, host.path("facts"));
    return page.lines();
  }
}
