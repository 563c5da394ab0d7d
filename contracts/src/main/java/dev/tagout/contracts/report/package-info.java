/**
 * What an auditor asks for: a report on a period, as policy-evaluation works it out and whoever
 * renders it reads it. No figures are made here.
 */
package dev.tagout.contracts.report;
