package dev.tagout.cli;

/** Answers in the shapes of the service. */
public final class Answers {
  public static final String DECISION_ID = "01936b1c-7a00-7000-8000-000000000001";

  public static final String VM =
      """
      {"id":"libvirt:web","name":"web-01","tier":"internal","tierSource":"assignment",
       "assignment":{"tier":"internal","owner":"finance","admins":["alice"]},
       "placements":[{"host":"libvirt:old","state":"defined"},
         {"host":"libvirt:alpha","state":"running","runningSince":"2026-11-24T10:00:00Z","admission":"bypass"}],
       "facts":{"patch":{"observedAt":"2026-11-21T12:00:00Z","age":"PT72H","source":"osquery","facts":{"missing":[]}}}}
      """;

  public static final String HOST =
      """
      {"id":"libvirt:alpha","name":"alpha","tier":"restricted","connected":true,
       "connectionAt":"2026-11-20T00:00:00Z","listedAt":"2026-11-20T00:00:05Z",
       "assignment":{"tier":"restricted","maintenance":true,"enforcement":"observe"},
       "running":["libvirt:web"],"facts":{}}
      """;

  private static final String VIOLATION =
      """
      {"rule":"%s","action":"%s","severity":"%s","kind":"%s","message":"%s","fix":"Scan it.",
       "subject":"vm","controls":["nist-800-53:SI-2"],"details":{},"remediation":"notify","waivedBy":%s}
      """;

  private Answers() {}

  public static String violation(String rule, String action, String severity, String message) {
    return VIOLATION.formatted(rule, action, severity, "violated", message, "null");
  }

  public static String waived(String rule, String message, String waiver) {
    return VIOLATION.formatted(rule, "deny", "high", "violated", message, '"' + waiver + '"');
  }

  public static String unknown(String rule, String message) {
    return VIOLATION.formatted(rule, "deny", "low", "unknown", message, "null");
  }

  public static String decision(String outcome, boolean admitted, String... violations) {
    return """
        {"decisionId":"%s","outcome":"%s","admitted":%s,"point":"POWER_ON","operation":"START",
         "vm":{"id":"libvirt:web","name":"web-01","tier":"internal"},
         "host":{"id":"libvirt:alpha","name":"alpha","tier":"restricted"},"violations":[%s],
         "message":"tagout: said in one line","enforcement":"enforce","decidedAt":"2026-11-24T11:00:00Z",
         "validUntil":null,"revision":"9f2ab41c77d0e6b3","requestedBy":"alice"}
        """
        .formatted(DECISION_ID, outcome, admitted, String.join(",", violations));
  }

  /** Denied, and admitted by a break-glass. */
  public static String byBreakGlass(String id) {
    return decision("DENIED", true).strip().replaceFirst("}$", ",\"breakGlass\":\"" + id + "\"}");
  }

  public static String denied() {
    return decision(
        "DENIED", false, violation("patch/scan_stale", "deny", "high", "The scan is old"));
  }

  /** A page that is the last. */
  public static String page(String... items) {
    return "{\"items\":[" + String.join(",", items) + "],\"next\":null}";
  }

  public static String problem(int status, String code, String detail) {
    return "{\"type\":\"urn:tagout:problem:%s\",\"title\":\"No\",\"status\":%d,\"detail\":\"%s\",\"code\":\"%s\"}"
        .formatted(code, status, detail, code);
  }
}
