/** VMs and hosts: what is known of them, what would be answered for them, and why. */
package dev.tagout.cli.inventory;
