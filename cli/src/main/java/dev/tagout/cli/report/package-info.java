/**
 * {@code tagout report}: what policy-evaluation has counted, as a page to hand over. What a page
 * says is put together once, as blocks; HTML and Markdown show the same blocks.
 */
package dev.tagout.cli.report;
