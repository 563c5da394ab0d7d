/** Text that others have written. Knows nothing of what it says. */
package dev.tagout.contracts.text;
