/**
 * What the SIEM reads: our decisions as events of OCSF 1.8.0. Pure mappings from contract types;
 * nothing is looked up, so that the same decision is always the same event.
 */
package dev.tagout.contracts.finding;
