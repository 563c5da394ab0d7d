package dev.tagout.cli.dlq;

import dev.tagout.cli.service.Peer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which services are asked. */
final class PeerOption {
  /** As they are called. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(Peer.values()).map(Peer::toString).iterator();
    }
  }

  static final class Converter implements ITypeConverter<Peer> {
    @Override
    public Peer convert(String value) {
      return Arrays.stream(Peer.values())
          .filter(peer -> peer.toString().equals(value))
          .findFirst()
          .orElseThrow(() -> new TypeConversionException("there is no service " + value));
    }
  }

  @Option(
      names = "--service",
      paramLabel = "SERVICE",
      converter = Converter.class,
      completionCandidates = Names.class,
      description = "Of this one: ${COMPLETION-CANDIDATES}. Without it all are asked.")
  private Peer peer;

  /** Whether one is named. */
  boolean isGiven() {
    return peer != null;
  }

  List<Peer> peers() {
    return peer == null ? List.of(Peer.values()) : List.of(peer);
  }
}
