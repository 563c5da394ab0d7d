/**
 * The report on a period that an auditor asks for. Counted by the database, over its indexes; no
 * decision is read into memory here, and nothing is written.
 */
package dev.tagout.policy.report;
