package dev.tagout.platform.log;

/** The keys of structured values in logs. A key is spelled here and nowhere else. */
public enum LogKey {
  ATTEMPT("attempt"),
  BREAK_GLASS_ID("breakGlassId"),
  BY("by"),
  DECISION_ID("decisionId"),
  DESTINATION("destination"),
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
  TRACE_ID("traceId"),
  VM_ID("vmId"),
  WAIVER_ID("waiverId");

  private final String key;

  LogKey(String key) {
    this.key = key;
  }

  /** As it is spelled. */
  public String key() {
    return key;
  }

  /** A value with its key, as an argument of a log line. */
  public interface Keyed {
    LogKey key();

    Object value();
  }

  /**
   * {@code key=value}, rendered when the line is written. Control characters and line separators in
   * the value are escaped, so that no value can forge a line or colour a terminal.
   */
  public Keyed is(Object value) {
    return new Argument(this, value);
  }

  private record Argument(LogKey key, Object value) implements Keyed {
    @Override
    public String toString() {
      return key.key + "=" + escaped(String.valueOf(value));
    }
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (breaksLines(c)) {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.toString();
  }

  private static boolean breaksLines(char c) {
    int type = Character.getType(c);
    return Character.isISOControl(c)
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }
}
