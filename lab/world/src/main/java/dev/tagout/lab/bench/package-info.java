/** Measurements of the whole way, on a world of their own. Numbers are printed, never asserted. */
package dev.tagout.lab.bench;
