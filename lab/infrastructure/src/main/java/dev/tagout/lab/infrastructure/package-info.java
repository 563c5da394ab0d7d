/**
 * Kafka and PostgreSQL as child processes, the topics, and the test resource that gives both to the
 * tests of a service. Knows how a process is started and ended; knows no service.
 */
package dev.tagout.lab.infrastructure;
