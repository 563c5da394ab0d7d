/**
 * One Kafka broker for tests and for a single machine, in a process of its own. Nothing of Tagout
 * is known here, and nothing but the command line and {@code ready} on standard output is its
 * interface.
 */
package dev.tagout.lab.kafka;
