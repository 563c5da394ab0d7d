package dev.tagout.exporter.receiver;

import dev.tagout.exporter.format.Format;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A finding on its way to one receiver. */
public final class Item {
  private enum State {
    OPEN,
    HANDED_OVER,
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

  /** Whether the receiver has it, or will have when its batch is settled. */
  public boolean isDelivered() {
    return state == State.DELIVERED || state == State.HANDED_OVER;
  }

  /** Whether the receiver has shown what becomes of it: only then it is known to be there. */
  public boolean isAnswered() {
    return state == State.DELIVERED || state == State.REFUSED;
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

  /** The receiver has it. */
  public void delivered() {
    state = State.DELIVERED;
  }

  /** It is on its way; whether the receiver has it is known when its batch is settled. */
  public void handedOver() {
    state = State.HANDED_OVER;
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
    } catch (RuntimeException e) {
      // A fault of ours, and the same at each attempt: the others must not wait for it.
      refused("cannot be written: " + e.getClass().getSimpleName());
      return null;
    }
  }
}
