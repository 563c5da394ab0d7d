/**
 * What a security officer declares about VMs and hosts, one at a time or as a file that is kept
 * elsewhere.
 */
package dev.tagout.cli.assignment;
