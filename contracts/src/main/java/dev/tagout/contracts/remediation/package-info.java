/** What was done to a VM, or not done and why, as it leaves remediation. */
package dev.tagout.contracts.remediation;
