/** Time, as a bean that tests can replace. */
package dev.tagout.platform.time;
