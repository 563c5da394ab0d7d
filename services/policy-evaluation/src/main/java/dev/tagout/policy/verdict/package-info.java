/** The standing verdict of each VM, kept current by events, by time and by new revisions. */
package dev.tagout.policy.verdict;
