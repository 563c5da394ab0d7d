/**
 * What people type after {@code ./tagout}: the commands that show and change what the services
 * hold. Knows the services by their HTTP interfaces only.
 */
package dev.tagout.cli;
