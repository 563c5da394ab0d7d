/**
 * One VM is admitted once against a denial: requests, approvals, revocations, and what the gate may
 * use. What policy says of the VM is no matter of this package.
 */
package dev.tagout.policy.breakglass;
