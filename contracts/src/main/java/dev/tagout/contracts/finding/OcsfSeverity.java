package dev.tagout.contracts.finding;

import dev.tagout.contracts.decision.Severity;

/** OCSF 1.8.0, {@code severity_id}. */
enum OcsfSeverity {
  INFORMATIONAL(1, "Informational"),
  LOW(2, "Low"),
  MEDIUM(3, "Medium"),
  HIGH(4, "High"),
  CRITICAL(5, "Critical");

  private final int id;
  private final String caption;

  OcsfSeverity(int id, String caption) {
    this.id = id;
    this.caption = caption;
  }

  int id() {
    return id;
  }

  String caption() {
    return caption;
  }

  /** A severity that this version does not know is taken for the worst. */
  static OcsfSeverity of(Severity severity) {
    return switch (severity) {
      case LOW -> LOW;
      case MEDIUM -> MEDIUM;
      case HIGH -> HIGH;
      case CRITICAL, UNRECOGNIZED -> CRITICAL;
    };
  }
}
