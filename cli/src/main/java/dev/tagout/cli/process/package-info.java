/** Other programs: the scripts of a policy directory, and OPA. */
package dev.tagout.cli.process;
