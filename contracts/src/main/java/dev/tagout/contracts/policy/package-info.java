/**
 * What is told about policies themselves: which revision decides, which exceptions there are, and
 * who made it so.
 */
package dev.tagout.contracts.policy;
