/** The event stream that adapters read: a listing, then every change, with faults on demand. */
package dev.tagout.simulator.stream;
