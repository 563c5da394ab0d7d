/**
 * Dead letters for people: what was put aside, why, and back to where it came from. What puts them
 * aside stands in {@code messaging} and {@code outbox}.
 */
package dev.tagout.platform.deadletter;
