/**
 * How we know a receiver, and how it knows us: certificates, and why a connection failed, in words.
 */
package dev.tagout.exporter.tls;
