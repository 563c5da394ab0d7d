/**
 * What is amiss with a VM, from its beginning to its end: which events the SIEM is told when one
 * verdict follows another. Pure functions; knows no database, and no other feature.
 */
package dev.tagout.policy.finding;
