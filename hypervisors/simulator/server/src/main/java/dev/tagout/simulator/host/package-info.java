/** Hosts over HTTP. */
package dev.tagout.simulator.host;
