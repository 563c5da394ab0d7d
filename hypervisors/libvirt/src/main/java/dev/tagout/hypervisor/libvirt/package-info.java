/**
 * Tagout's adapter to libvirt, over its C library: the stream of lifecycle events, power control,
 * and the reader of domain XML. {@link dev.tagout.hypervisor.libvirt.DomainXml} and what it uses
 * load no native code; no policy and no transport stands here.
 */
package dev.tagout.hypervisor.libvirt;
