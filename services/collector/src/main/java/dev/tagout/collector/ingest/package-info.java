/**
 * Events over HTTP: CloudEvents 1.0 in the three modes of its HTTP binding become records, or one
 * problem document that names the event and the field. What is true of events on every way in
 * stands in {@code sink}.
 */
package dev.tagout.collector.ingest;
