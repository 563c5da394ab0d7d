/**
 * The transactional outbox: what a transaction has to tell is committed with it and brought to
 * Kafka after.
 */
package dev.tagout.platform.outbox;
