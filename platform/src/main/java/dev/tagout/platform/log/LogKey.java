package dev.tagout.platform.log;

/** The keys of structured values in logs. A key is spelled here and nowhere else. */
public enum LogKey {
  ATTEMPT("attempt"),
  DECISION_ID("decisionId"),
  EVENT_ID("eventId"),
  EVENT_TYPE("eventType"),
  HOST_ID("hostId"),
  OUTCOME("outcome"),
  PROBLEM_ID("problemId"),
  REASON("reason"),
  REVISION("revision"),
  RUN_ID("runId"),
  SOURCE("source"),
  TOPIC("topic"),
  VM_ID("vmId");

  private final String key;

  LogKey(String key) {
    this.key = key;
  }

  /** {@code key=value}, rendered when the line is written; line breaks in the value are escaped. */
  public Object is(Object value) {
    return new Object() {
      @Override
      public String toString() {
        return key + "=" + String.valueOf(value).replace("\n", "\\n").replace("\r", "\\r");
      }
    };
  }
}
