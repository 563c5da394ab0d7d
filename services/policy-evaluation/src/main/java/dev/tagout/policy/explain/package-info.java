/**
 * Why a VM may not start, and what it would take. All of it is asked of the policy engine, with
 * facts that are changed for the question; nothing is recorded.
 */
package dev.tagout.policy.explain;
