package dev.tagout.cli.dlq;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.ExitCode;
import dev.tagout.cli.OutputFormat;
import dev.tagout.cli.service.PolicyService;
import dev.tagout.cli.service.Remote;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tagout dlq show LETTER} */
@Command(
    name = "show",
    description = "One dead letter: why it was put aside, its headers and what it holds.",
    sortOptions = false)
final class DlqShow extends Remote {
  @Parameters(
      paramLabel = "LETTER",
      converter = Address.Converter.class,
      description = "As the list names it: TOPIC/PARTITION/OFFSET.")
  private Address address;

  @Mixin private PeerOption peers;
  @Mixin private OutputFormat output;

  @Override
  protected ExitCode run(PolicyService unused) {
    LetterHolder holder = LetterHolder.of(peers.peers(), this::service, address);
    JsonNode open = holder.letter();
    if (output.isJson()) {
      output.json(open);
    } else {
      print(LetterPage.lines("A dead letter of " + holder.peer(), open.path("letter"), open));
    }
    return ExitCode.DONE;
  }
}
