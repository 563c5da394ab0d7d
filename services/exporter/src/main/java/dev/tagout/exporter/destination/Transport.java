package dev.tagout.exporter.destination;

/** What syslog goes over. */
enum Transport {
  TLS,
  TCP
}
