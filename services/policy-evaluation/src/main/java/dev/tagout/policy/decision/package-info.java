/** The record of decisions, and how they are told to others. */
package dev.tagout.policy.decision;
