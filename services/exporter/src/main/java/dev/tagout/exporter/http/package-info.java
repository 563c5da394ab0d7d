/** HTTP receivers: Splunk's event collector, Elasticsearch's bulk interface, webhooks. */
package dev.tagout.exporter.http;
