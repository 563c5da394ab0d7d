/**
 * Works on runs that are due: the checks first, then what they allow. What a verdict asks for is
 * decided elsewhere.
 */
package dev.tagout.remediation.work;
