/**
 * From facts to violations, and from violations to what a caller must do. The engines stand behind
 * one port; nothing here reads or writes the database.
 */
package dev.tagout.policy.evaluation;
