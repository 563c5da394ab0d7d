package dev.tagout.contracts.event;

/** A host was taken out of service, and its VMs with it. */
public record HostRemoved() implements EventData.Lifecycle {}
