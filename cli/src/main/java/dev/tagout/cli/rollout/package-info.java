/**
 * Policies on the running service: what it decides by, what a changed pack would change, and the
 * change itself.
 */
package dev.tagout.cli.rollout;
