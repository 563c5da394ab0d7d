/** What people say when they let something go on, or not. */
package dev.tagout.remediation.person;
