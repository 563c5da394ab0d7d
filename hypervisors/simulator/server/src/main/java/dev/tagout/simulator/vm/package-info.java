/** VMs over HTTP: what is asked of them, in which order it is done, and what is answered. */
package dev.tagout.simulator.vm;
