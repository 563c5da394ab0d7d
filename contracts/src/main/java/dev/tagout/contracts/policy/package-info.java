/** What is told about policies themselves: which revision decides, and who made it so. */
package dev.tagout.contracts.policy;
