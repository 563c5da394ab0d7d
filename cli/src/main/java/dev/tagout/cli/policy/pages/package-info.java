/** The pages of {@code docs/policies}, made from what the rules say of themselves. */
package dev.tagout.cli.policy.pages;
