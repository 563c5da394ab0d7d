package dev.tagout.cli.dlq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tagout.cli.CliException;
import dev.tagout.cli.ExitCode;
import dev.tagout.cli.OutputFormat;
import dev.tagout.cli.service.HttpService;
import dev.tagout.cli.service.Listing;
import dev.tagout.cli.service.Peer;
import dev.tagout.cli.service.PolicyService;
import dev.tagout.cli.service.Query;
import dev.tagout.cli.service.Remote;
import dev.tagout.cli.text.Printable;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tagout dlq replay LETTER…} */
@Command(
    name = "replay",
    description = {
      "Sends dead letters back to their topic, when what was wrong is mended.",
      "One that is still wrong becomes a dead letter again. Takes a token: who did it is kept."
    },
    sortOptions = false)
final class DlqReplay extends Remote {
  @Parameters(
      arity = "0..*",
      paramLabel = "LETTER",
      converter = Address.Converter.class,
      description = "As the list names it: TOPIC/PARTITION/OFFSET. Several may be given.")
  private List<Address> addresses = List.of();

  @Option(
      names = "--all",
      description =
          "Instead of letters: all that lists show, are whole and were not replayed, the oldest"
              + " first; of --topic, of --service, or of both.")
  private boolean all;

  @Option(names = "--topic", paramLabel = "TOPIC", description = "With --all: of this topic.")
  private String topic;

  @Option(names = "--again", description = "Also what was replayed before.")
  private boolean again;

  @Mixin private PeerOption peers;
  @Mixin private OutputFormat output;

  private record Target(HttpService service, Address address) {}

  @Override
  protected ExitCode run(PolicyService unused) {
    if (all) {
      if (!addresses.isEmpty()) {
        throw wrongUsage("name letters, or give --all");
      }
      if (topic == null && !peers.isGiven()) {
        throw wrongUsage("--all is about a topic or a service: give --topic or --service");
      }
      requireToken();
      return replay(listed());
    }
    if (topic != null) {
      throw wrongUsage("--topic goes with --all");
    }
    if (addresses.isEmpty()) {
      throw wrongUsage("name the letters, as `tagout dlq list` does, or give --all");
    }
    requireToken();
    if (addresses.size() == 1) {
      show(replay(holder(addresses.getFirst())));
      return ExitCode.DONE;
    }
    // Each is looked for before the first is sent: a wrong address sends none.
    return replay(addresses.stream().map(this::holder).toList());
  }

  private Target holder(Address address) {
    return new Target(LetterHolder.of(peers.peers(), this::service, address).service(), address);
  }

  private void show(JsonNode letter) {
    if (output.isJson()) {
      output.json(letter);
    } else {
      print(LetterPage.lines("The letter is sent again.", letter, MissingNode.getInstance()));
    }
  }

  private List<Target> listed() {
    List<Peer> asked = peers.peers();
    List<Target> targets = new ArrayList<>();
    for (Peer peer : asked) {
      HttpService service = service(peer);
      try {
        Listing.of(
                service,
                "/v1/dead-letters",
                () -> new Query().with("topic", topic),
                Integer.MAX_VALUE,
                null)
            .items()
            .reversed()
            .stream()
            .filter(this::isWanted)
            .forEach(letter -> targets.add(new Target(service, Address.of(letter))));
      } catch (CliException e) {
        boolean knowsNoSuchTopic = e.exitCode() == ExitCode.NO;
        if (asked.size() == 1 || (!knowsNoSuchTopic && !peer.isOptional())) {
          throw e;
        }
        if (!knowsNoSuchTopic) {
          complain(e);
        }
      }
    }
    return targets;
  }

  private boolean isWanted(JsonNode letter) {
    return letter.path("complete").asBoolean(true) && (again || !letter.hasNonNull("replayedAt"));
  }

  private JsonNode replay(Target target) {
    return target
        .service()
        .post(
            target.address().path() + "/replay",
            new Query().with("again", again ? "true" : null),
            PolicyService.Body.EMPTY,
            PolicyService.SOON);
  }

  /** One that is refused does not hold up the others; a service that is away does. */
  private ExitCode replay(List<Target> targets) {
    List<JsonNode> sent = new ArrayList<>();
    ExitCode exitCode = ExitCode.DONE;
    for (Target target : targets) {
      try {
        sent.add(replay(target));
        if (!output.isJson()) {
          out().println(target.address() + " is sent again.");
        }
      } catch (CliException e) {
        exitCode = e.exitCode();
        err().println("tagout: " + target.address() + ": " + Printable.line(e.getMessage()));
        if (exitCode == ExitCode.UNREACHABLE) {
          break;
        }
      }
    }
    if (output.isJson()) {
      output.json(new Listing(sent, null).toJson());
    } else {
      out().printf("%d of %d sent again.%n", sent.size(), targets.size());
    }
    return exitCode;
  }

  private void complain(CliException e) {
    err().println("tagout: " + Printable.line(e.getMessage()));
  }
}
