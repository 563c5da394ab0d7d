/**
 * The newest verdict of each VM, and a breaker for each tier that opens when too many of its VMs
 * turn bad at once. Knows no run: it only says whether a tier's breaker is open.
 */
package dev.tagout.remediation.breaker;
