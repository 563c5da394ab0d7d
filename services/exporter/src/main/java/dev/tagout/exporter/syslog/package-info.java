/**
 * Syslog: RFC 5424 messages over TLS (RFC 5425) or plain TCP, and what stands in for the
 * acknowledgements that it does not have.
 */
package dev.tagout.exporter.syslog;
