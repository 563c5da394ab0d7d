package dev.tagout.lab.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/**
 * The VMs of a hypervisor, as whoever starts and stops them sees them. What does not answer throws
 * {@link java.io.UncheckedIOException} or {@link dev.tagout.lab.fleet.UnexpectedException}.
 */
interface Machines {

  /**
   * Where a VM runs now.
   *
   * @param instance the hypervisor's identity of this run
   */
  record Running(String host, String instance) {}

  /**
   * How a VM is in truth.
   *
   * @param configuration empty where nobody but the adapter can tell
   */
  record Truth(String host, boolean runs, Optional<JsonNode> configuration) {}

  /** Defines a VM on a host, if it is off. */
  void define(String vm, String host) throws InterruptedException;

  /** Empty when it may not. */
  Optional<Running> start(String vm) throws InterruptedException;

  /** Empty when it may not, or cannot. */
  Optional<Running> migrate(String vm, String to) throws InterruptedException;

  /** Off at once. Does nothing when it is off. */
  void stop(String vm) throws InterruptedException;

  boolean runs(String vm) throws InterruptedException;

  /** Takes the start hook away, or puts it back. */
  void hook(boolean present) throws InterruptedException;

  /** Nothing is out of order any more, and what was kept back has been told. */
  void heal() throws InterruptedException;

  /** All that there are, by id. */
  Map<String, Truth> all() throws InterruptedException;
}
