/**
 * What a receiver is to the exporter: the port that syslog, HTTP and files implement. No transport
 * stands here.
 */
package dev.tagout.exporter.receiver;
