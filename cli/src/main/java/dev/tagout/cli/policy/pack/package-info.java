/** What a policy directory says of itself, as {@code policies/tools/describe} prints it. */
package dev.tagout.cli.policy.pack;
