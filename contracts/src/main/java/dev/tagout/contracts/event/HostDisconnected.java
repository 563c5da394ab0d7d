package dev.tagout.contracts.event;

import dev.tagout.contracts.json.Require;

/**
 * A source lost its connection to a host. Says nothing about its VMs: they may well run on.
 *
 * @param reason for people
 */
public record HostDisconnected(String reason) implements EventData.Lifecycle {
  public HostDisconnected {
    Require.bounded(reason, 1000, "reason");
  }
}
