package dev.tagout.exporter.destination;

/** The kinds of receivers. */
enum DestinationType {
  SYSLOG("syslog"),
  SPLUNK_HEC("splunk-hec"),
  ELASTIC("elastic"),
  WEBHOOK("webhook"),
  FILE("file");

  private final String word;

  DestinationType(String word) {
    this.word = word;
  }

  @Override
  public String toString() {
    return word;
  }
}
