/**
 * The way to hypervisors, over their adapters. Does what it is told to one run of one VM; whether
 * it should be done stands elsewhere.
 */
package dev.tagout.remediation.power;
