/**
 * The sealed record: what is hashed, how seals are chained and signed, and how anybody checks it.
 * The service seals and the command checks by this one code; nothing here reads a database or asks
 * a service.
 */
package dev.tagout.contracts.record;
