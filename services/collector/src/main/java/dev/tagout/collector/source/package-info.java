/**
 * Hypervisors as configured under {@code tagout.hypervisors}, each with an adapter that tells what
 * happens there, and how it stands with all feeds. Knows adapters only by their port.
 */
package dev.tagout.collector.source;
