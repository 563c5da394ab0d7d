/**
 * The way of every finding from Kafka to a receiver: read, deliver, commit only what the receiver
 * surely has, wait for it as long as it is away, put aside what can never be delivered. How a
 * receiver is spoken to does not stand here.
 */
package dev.tagout.exporter.delivery;
