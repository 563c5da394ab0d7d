package dev.tagout.cli.waiver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.cli.ExitCode;
import dev.tagout.cli.OutputFormat;
import dev.tagout.cli.service.Moment;
import dev.tagout.cli.service.PolicyService;
import dev.tagout.cli.service.Query;
import dev.tagout.cli.service.Remote;
import dev.tagout.cli.service.Subject;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tagout waiver request} */
@Command(
    name = "request",
    description = {
      "Asks for an exception from rules, for a VM, for VMs that a selector names, or on a host.",
      "It excuses nothing until somebody else approves it, and ends by itself."
    },
    footer = {
      "%nExample:",
      "  tagout waiver request --rule patch/scan_stale --vm web-01 --expires 7d \\",
      "    --reason 'scanner is being replaced' --ticket CHG-1042"
    },
    sortOptions = false)
final class WaiverRequest extends Remote {
  /** By what VMs are chosen. */
  enum Selected {
    tier,
    owner,
    group
  }

  @Option(
      names = "--rule",
      paramLabel = "RULE",
      required = true,
      description = "A rule that is waived, such as patch/scan_stale; may be given several times.")
  private List<String> rules;

  @Option(names = "--vm", paramLabel = "VM", description = "For this VM, as id or name.")
  private String vm;

  @Option(
      names = "--selector",
      paramLabel = "FIELD=VALUE",
      split = ",",
      description =
          "For the VMs with this tier, owner or group; with several of them, for those that meet"
              + " all. tier=internal,owner=finance")
  private Map<Selected, String> selector;

  @Option(names = "--host", paramLabel = "HOST", description = "On this host, as id or name.")
  private String host;

  @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why.")
  private String reason;

  @Option(names = "--ticket", paramLabel = "TICKET", description = "Where it is kept track of.")
  private String ticket;

  @Option(
      names = "--owner",
      paramLabel = "WHO",
      description = "Who answers for the exception; unless given who requests it.")
  private String owner;

  @Option(
      names = "--starts",
      paramLabel = "WHEN",
      converter = Moment.Converter.class,
      description =
          "When it begins, from now: " + Moment.SYNTAX + "; unless given at its approval.")
  private Moment starts;

  @Option(
      names = "--expires",
      paramLabel = "WHEN",
      required = true,
      converter = Moment.Converter.class,
      description = "When it ends, in the same notation.")
  private Moment expires;

  @Mixin private OutputFormat output;

  @Override
  protected ExitCode run(PolicyService service) {
    if (vm == null && selector == null && host == null) {
      throw wrongUsage("say for what: --vm, --selector or --host");
    }
    JsonNode waiver =
        service.post(
            "/v1/waivers",
            new Query(),
            PolicyService.Body.json(request(service)),
            PolicyService.SOON);
    if (output.isJson()) {
      output.json(waiver);
    } else {
      print(
          WaiverPage.lines(
              "The waiver is requested; somebody else approves it: tagout waiver approve "
                  + waiver.path("id").asText(),
              waiver));
    }
    return ExitCode.DONE;
  }

  private JsonNode request(PolicyService service) {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    ArrayNode named = request.putArray("rules");
    rules.forEach(named::add);
    put(request, "vm", Subject.VM.id(service, vm));
    if (selector != null) {
      ObjectNode fields = request.putObject("selector");
      selector.forEach((field, value) -> fields.put(field.name(), value));
    }
    put(request, "host", Subject.HOST.id(service, host));
    put(request, "reason", reason);
    put(request, "ticket", ticket);
    put(request, "owner", owner);
    if (starts != null) {
      put(request, "startsAt", starts.future(environment().clock()).toString());
    }
    put(request, "expiresAt", expires.future(environment().clock()).toString());
    return request;
  }

  private static void put(ObjectNode request, String field, String value) {
    if (value != null) {
      request.put(field, value);
    }
  }
}
