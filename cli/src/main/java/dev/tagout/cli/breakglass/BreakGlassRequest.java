package dev.tagout.cli.breakglass;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.cli.ExitCode;
import dev.tagout.cli.OutputFormat;
import dev.tagout.cli.service.PolicyService;
import dev.tagout.cli.service.Query;
import dev.tagout.cli.service.Remote;
import dev.tagout.cli.service.Subject;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tagout break-glass request} */
@Command(
    name = "request",
    description = {
      "Asks that one VM is admitted once, whatever policy says.",
      "It admits nothing until somebody else approves it, and then for some minutes."
    },
    footer = {
      "%nExample:",
      "  tagout break-glass request --vm till-01 --host alpha --minutes 10 \\",
      "    --reason 'the till is down, its scanner too' --ticket INC-2077"
    },
    sortOptions = false)
final class BreakGlassRequest extends Remote {
  /** One of them has to be said: any host is nothing to get by leaving something out. */
  static final class Where {
    @Option(
        names = "--host",
        paramLabel = "HOST",
        required = true,
        description = "On this host, as id or name.")
    private String host;

    @Option(
        names = "--any-host",
        required = true,
        description = "On whatever host it is started first.")
    private boolean any;
  }

  @Option(
      names = "--vm",
      paramLabel = "VM",
      required = true,
      description = "This VM, as id or name.")
  private String vm;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Where where;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "Why, for who approves it, and for who reads it later.")
  private String reason;

  @Option(names = "--ticket", paramLabel = "TICKET", description = "Where it is kept track of.")
  private String ticket;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "How long it holds from its approval on; unless given what the service says.")
  private Integer minutes;

  @Mixin private OutputFormat output;

  @Override
  protected ExitCode run(PolicyService service) {
    JsonNode glass =
        service.post(
            "/v1/break-glass",
            new Query(),
            PolicyService.Body.json(request(service)),
            PolicyService.SOON);
    if (output.isJson()) {
      output.json(glass);
    } else {
      print(
          BreakGlassPage.lines(
              "Break-glass is requested; somebody else approves it: tagout break-glass approve "
                  + glass.path("id").asText(),
              glass));
    }
    return ExitCode.DONE;
  }

  private JsonNode request(PolicyService service) {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.put("vm", Subject.VM.id(service, vm));
    if (where.any) {
      request.put("anyHost", true);
    } else {
      request.put("host", Subject.HOST.id(service, where.host));
    }
    request.put("reason", reason);
    if (ticket != null) {
      request.put("ticket", ticket);
    }
    if (minutes != null) {
      request.put("minutes", minutes);
    }
    return request;
  }
}
