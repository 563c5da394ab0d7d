/**
 * How far a site is from enforcing: who would be refused, for want of what, and which tiers are
 * ready. Read from what was decided; no policy is evaluated here.
 */
package dev.tagout.policy.readiness;
