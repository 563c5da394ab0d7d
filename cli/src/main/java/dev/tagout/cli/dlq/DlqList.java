package dev.tagout.cli.dlq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.cli.CliException;
import dev.tagout.cli.ExitCode;
import dev.tagout.cli.OutputFormat;
import dev.tagout.cli.service.Answer;
import dev.tagout.cli.service.Listing;
import dev.tagout.cli.service.PageOptions;
import dev.tagout.cli.service.Peer;
import dev.tagout.cli.service.PolicyService;
import dev.tagout.cli.service.Query;
import dev.tagout.cli.service.Remote;
import dev.tagout.cli.text.Printable;
import dev.tagout.cli.text.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tagout dlq list} */
@Command(
    name = "list",
    description = {
      "Dead letters, newest first, and which were replayed.",
      "The topic outbox has the messages that Kafka does not take."
    },
    sortOptions = false)
final class DlqList extends Remote {
  @Option(names = "--topic", paramLabel = "TOPIC", description = "Of this topic, or of outbox.")
  private String topic;

  @Mixin private PeerOption peers;
  @Mixin private PageOptions page;
  @Mixin private OutputFormat output;

  @Override
  protected ExitCode run(PolicyService unused) {
    List<Peer> asked = peers.peers();
    if (page.goesOn() && asked.size() > 1) {
      throw wrongUsage("--after is about one service: name it with --service");
    }
    List<JsonNode> items = new ArrayList<>();
    String next = null;
    List<CliException> silent = new ArrayList<>();
    ExitCode exitCode = ExitCode.DONE;
    for (Peer peer : asked) {
      try {
        Listing letters =
            page.ask(service(peer), "/v1/dead-letters", () -> new Query().with("topic", topic));
        letters.items().forEach(letter -> items.add(of(peer, letter)));
        next = letters.next();
      } catch (CliException e) {
        // One that does not consume the topic is no failure while another does.
        if (asked.size() == 1) {
          throw e;
        }
        if (e.exitCode() != ExitCode.NO) {
          silent.add(e);
          exitCode = peer.isOptional() ? exitCode : ExitCode.UNREACHABLE;
        }
      }
    }
    items.sort(Comparator.comparing((JsonNode letter) -> letter.path("at").asText()).reversed());
    page.write(
        new Listing(items, asked.size() == 1 ? next : null),
        DlqList::table,
        "dead letters",
        output);
    silent.forEach(one -> err().println("tagout: " + Printable.line(one.getMessage())));
    return exitCode;
  }

  private static JsonNode of(Peer peer, JsonNode letter) {
    return letter instanceof ObjectNode object ? object.put("service", peer.toString()) : letter;
  }

  private static Table table(List<JsonNode> letters) {
    Table table =
        new Table()
            .whole("AT")
            .whole("LETTER")
            .column("KEY", 50)
            .column("REASON", 60)
            .whole("REPLAYED")
            .whole("SERVICE");
    for (JsonNode letter : letters) {
      table.row(
          Answer.text(letter, "at"),
          "%s/%s/%s"
              .formatted(
                  Answer.text(letter, "topic"),
                  Answer.text(letter, "partition"),
                  Answer.text(letter, "offset")),
          Answer.text(letter, "key"),
          Answer.text(letter, "reason"),
          Answer.text(letter, "replayedAt"),
          Answer.text(letter, "service"));
    }
    return table;
  }
}
