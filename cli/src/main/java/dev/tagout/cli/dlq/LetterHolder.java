package dev.tagout.cli.dlq;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.CliException;
import dev.tagout.cli.ExitCode;
import dev.tagout.cli.service.HttpService;
import dev.tagout.cli.service.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The one service that has a letter. */
record LetterHolder(Peer peer, HttpService service, JsonNode letter) {

  /**
   * @throws CliException when none has it, several have one at this address, or one of those that
   *     may have it cannot be reached; of one that a site may be without that is only said
   */
  static LetterHolder of(List<Peer> peers, Function<Peer, HttpService> service, Address address) {
    List<LetterHolder> holders = new ArrayList<>();
    List<CliException> silent = new ArrayList<>();
    List<String> absent = new ArrayList<>();
    for (Peer peer : peers) {
      HttpService asked = service.apply(peer);
      try {
        Optional<JsonNode> letter = asked.find(address.path());
        letter.ifPresent(found -> holders.add(new LetterHolder(peer, asked, found)));
      } catch (CliException e) {
        if (peer.isOptional() && peers.size() > 1) {
          absent.add("Not asked: " + e.getMessage());
        } else {
          silent.add(e);
        }
      }
    }
    if (holders.size() > 1) {
      throw new CliException(
          ExitCode.WRONG_USAGE,
          "several services have a letter " + address + "; name one with --service",
          holders.stream().map(holder -> holder.peer().toString()).toList());
    }
    if (!holders.isEmpty()) {
      return holders.getFirst();
    }
    if (!silent.isEmpty()) {
      throw silent.getFirst();
    }
    throw new CliException(ExitCode.NO, "there is no dead letter " + address, absent);
  }
}
