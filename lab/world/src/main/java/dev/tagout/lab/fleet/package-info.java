/**
 * VMs to tell stories and to measure with, on the simulator or on libvirt, and what people and
 * scanners do to them. Everything goes through what is public: HTTP, and {@code virsh}.
 */
package dev.tagout.lab.fleet;
