/**
 * {@code tagout run} and {@code tagout breaker}: what is done to VMs, and what waits for a person.
 */
package dev.tagout.cli.remediation;
