/**
 * What ties the steps of one matter together across processes: W3C Trace Context, and spans of
 * OpenTelemetry where somebody collects them.
 */
package dev.tagout.platform.trace;
