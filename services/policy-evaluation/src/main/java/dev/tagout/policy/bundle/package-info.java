/** Policy bundles: reading, activating, and the one revision that this replica decides by. */
package dev.tagout.policy.bundle;
