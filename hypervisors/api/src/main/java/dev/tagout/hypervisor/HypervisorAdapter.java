package dev.tagout.hypervisor;

import java.time.Duration;

/**
 * An adapter to one kind of hypervisor, found by {@link java.util.ServiceLoader}. Making a source
 * or a power control does not connect.
 */
public interface HypervisorAdapter {
  /**
   * The name by which configuration asks for it, such as {@code libvirt}; also the ids' platform.
   */
  String type();

  Capabilities capabilities();

  /**
   * @param listEvery how often the source lists each host again while it is connected
   * @throws IllegalArgumentException that names the setting which is wrong
   */
  LifecycleSource source(HypervisorSettings settings, Duration listEvery);

  /**
   * @throws IllegalArgumentException that names the setting which is wrong
   */
  PowerControl powerControl(HypervisorSettings settings);
}
