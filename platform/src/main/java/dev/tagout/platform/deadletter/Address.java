package dev.tagout.platform.deadletter;

/**
 * Where a letter lies: a partition and offset of the dead-letter topic of {@code topic}; or {@link
 * #OUTBOX}, 0 and the message's id.
 */
record Address(String topic, int partition, long offset) {
  static final String OUTBOX = "outbox";

  static Address ofOutbox(long id) {
    return new Address(OUTBOX, 0, id);
  }

  boolean isOutbox() {
    return OUTBOX.equals(topic);
  }

  @Override
  public String toString() {
    return topic + "/" + partition + "/" + offset;
  }
}
