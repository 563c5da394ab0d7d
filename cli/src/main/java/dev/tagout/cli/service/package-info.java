/**
 * policy-evaluation as the commands see it: its HTTP interface, who asks, and what its refusals
 * mean. Nothing here is written for one command.
 */
package dev.tagout.cli.service;
