package dev.tagout.cli.dlq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tagout.cli.ExitCode;
import dev.tagout.cli.OutputFormat;
import dev.tagout.cli.service.PolicyService;
import dev.tagout.cli.service.Query;
import dev.tagout.cli.service.Remote;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tagout dlq replay LETTER} */
@Command(
    name = "replay",
    description = {
      "Sends a dead letter back to its topic, when what was wrong is mended.",
      "If it is still wrong it becomes a dead letter again."
    },
    sortOptions = false)
final class DlqReplay extends Remote {
  @Parameters(
      paramLabel = "LETTER",
      converter = Address.Converter.class,
      description = "As the list names it: TOPIC/PARTITION/OFFSET.")
  private Address address;

  @Option(names = "--again", description = "Also if it was replayed before.")
  private boolean again;

  @Mixin private PeerOption peers;
  @Mixin private OutputFormat output;

  @Override
  protected ExitCode run(PolicyService unused) {
    LetterHolder holder = LetterHolder.of(peers.peers(), this::service, address);
    JsonNode letter =
        holder
            .service()
            .post(
                address.path() + "/replay",
                new Query().with("again", again ? "true" : null),
                PolicyService.Body.EMPTY,
                PolicyService.SOON);
    if (output.isJson()) {
      output.json(letter);
    } else {
      print(LetterPage.lines("The letter is sent again.", letter, MissingNode.getInstance()));
    }
    return ExitCode.DONE;
  }
}
