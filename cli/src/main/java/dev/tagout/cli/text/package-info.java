/**
 * Text for people: tables, and pages of wrapped lines. What stands in it comes from anywhere, so
 * nothing in it may move a cursor or break a line. Knows nothing of what it shows.
 */
package dev.tagout.cli.text;
