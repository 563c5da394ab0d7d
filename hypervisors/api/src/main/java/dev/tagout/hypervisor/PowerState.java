package dev.tagout.hypervisor;

/**
 * Whether a VM runs.
 *
 * @param instance the hypervisor's identity of this run, null where it has none or nothing runs
 */
public record PowerState(boolean running, String instance) {
  public static PowerState off() {
    return new PowerState(false, null);
  }
}
