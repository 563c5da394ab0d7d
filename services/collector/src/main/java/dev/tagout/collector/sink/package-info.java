/**
 * The one way out, shared by all features: an event passes the {@link
 * dev.tagout.collector.sink.Door}, and the {@link dev.tagout.collector.sink.EventSink} makes it
 * durable in Kafka and counts it for its {@link dev.tagout.collector.sink.Feed}. No protocol and no
 * format of an outside world stands here.
 */
package dev.tagout.collector.sink;
