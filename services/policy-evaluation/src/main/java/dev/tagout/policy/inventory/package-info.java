/**
 * What is known now: VMs, hosts, placement, assignments and each group of facts with its age. Built
 * from the topics; knows no policy.
 */
package dev.tagout.policy.inventory;
