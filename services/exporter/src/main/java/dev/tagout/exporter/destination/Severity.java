package dev.tagout.exporter.destination;

/** Of findings, as OCSF 1.8.0 orders them: {@code severity_id} is one more than the ordinal. */
enum Severity {
  INFORMATIONAL,
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL;

  int id() {
    return ordinal() + 1;
  }
}
