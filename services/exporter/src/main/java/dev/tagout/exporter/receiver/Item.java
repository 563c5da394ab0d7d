package dev.tagout.exporter.receiver;

import dev.tagout.exporter.format.Format;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A finding on its way to one receiver. */
public final class Item {
  private enum State {
    OPEN,
    DELIVERED,
    REFUSED
  }

  private final ConsumerRecord<String, byte[]> record;
  private final Finding finding;
  private State state = State.OPEN;
  private boolean cut;
  private String reason;

  public Item(ConsumerRecord<String, byte[]> record, Finding finding) {
    this.record = record;
    this.finding = finding;
  }

  public ConsumerRecord<String, byte[]> record() {
    return record;
  }

  public Finding finding() {
    return finding;
  }

  public boolean isOpen() {
    return state == State.OPEN;
  }

  public boolean isDelivered() {
    return state == State.DELIVERED;
  }

  public boolean isRefused() {
    return state == State.REFUSED;
  }

  /** Whether something of it was left out to stay within the limit. */
  public boolean isCut() {
    return cut;
  }

  /** Why it was refused. */
  public String reason() {
    return reason;
  }

  /** The receiver has it, or will have when its batch is settled. */
  public void delivered() {
    state = State.DELIVERED;
  }

  /**
   * It can never be delivered.
   *
   * @param why without any secret
   */
  public void refused(String why) {
    state = State.REFUSED;
    reason = why;
  }

  /** The finding in the receiver's format; null when it is refused, since it has none. */
  public String text(Format format, int limit) {
    try {
      Format.Text text = format.write(finding.event(), limit);
      cut = text.cut();
      return text.line();
    } catch (IllegalArgumentException e) {
      refused("cannot be written: " + e.getMessage());
      return null;
    }
  }
}
