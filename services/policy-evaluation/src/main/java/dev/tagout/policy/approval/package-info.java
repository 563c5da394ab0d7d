/**
 * What waivers and break-glass have in common: one asks, somebody else approves, anybody takes
 * back.
 */
package dev.tagout.policy.approval;
