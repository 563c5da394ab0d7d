/**
 * Keys that sign and verify (Ed25519, RFC 8032), and their text. Knows nothing of what is signed.
 */
package dev.tagout.contracts.signature;
