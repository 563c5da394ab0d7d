/** Time, as a bean that tests can replace, and pauses. */
package dev.tagout.platform.time;
