/** What lists over HTTP have in common. */
package dev.tagout.remediation.page;
