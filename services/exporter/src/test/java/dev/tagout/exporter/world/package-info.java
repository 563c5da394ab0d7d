/** What the tests carry findings from and to: a real Kafka, a real rsyslog, real HTTP servers. */
package dev.tagout.exporter.world;
