/** The record of decisions, and decisions as people read them. */
package dev.tagout.cli.decision;
