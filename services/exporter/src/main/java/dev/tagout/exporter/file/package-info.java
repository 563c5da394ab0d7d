/** Findings in files, one a line. */
package dev.tagout.exporter.file;
