package dev.tagout.cli.remediation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tagout.cli.service.Query;
import dev.tagout.cli.service.RemediationService;
import picocli.CommandLine.Option;

/** Why somebody does it, for the record. Who does it is what the token says. */
final class Reason {
  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the record.")
  private String text;

  /** Asks for it, with the reason if there is one. */
  JsonNode post(RemediationService service, String path) {
    return service.post(
        path,
        new Query(),
        text == null
            ? RemediationService.Body.EMPTY
            : RemediationService.Body.json(
                JsonNodeFactory.instance.objectNode().put("reason", text)),
        RemediationService.SOON);
  }
}
