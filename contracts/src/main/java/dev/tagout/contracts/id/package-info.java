/** Value types for identity. No bare string names a VM, a host or a decision across a boundary. */
package dev.tagout.contracts.id;
