/** The author's loop: what is done with a policy directory, here and on the running service. */
package dev.tagout.cli.policy;
