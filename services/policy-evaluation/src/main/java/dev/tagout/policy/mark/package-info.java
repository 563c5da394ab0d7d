/**
 * How whoever marks VMs tells the worker that judges them. Neither knows the other; this package
 * knows nobody.
 */
package dev.tagout.policy.mark;
