package dev.tagout.exporter.delivery;

import dev.tagout.exporter.receiver.BackOff;
import dev.tagout.exporter.receiver.Receiver;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * What a courier has to know of a destination.
 *
 * @param batch so many findings at a time, at most
 * @param minSeverity the least {@code severity_id} that goes there
 * @param receiver a new one
 */
public record Route(
    String name, int batch, OptionalInt minSeverity, BackOff backOff, Supplier<Receiver> receiver) {

  /** The consumer group of a destination: each has its own, so that none holds up another. */
  public String group() {
    return "tagout-exporter-" + name;
  }
}
