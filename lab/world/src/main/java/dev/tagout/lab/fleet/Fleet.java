package dev.tagout.lab.fleet;

/** The VMs of the story on some hypervisor, as the people who start and stop them see them. */
public interface Fleet extends AutoCloseable {

  /**
   * What a person who starts a VM gets to see.
   *
   * @param text the refusal, when it does not run
   */
  record Start(boolean runs, String text) {}

  /** A host of the story, by its role there. */
  enum Place {
    PUBLIC,
    INTERNAL,
    RESTRICTED
  }

  /** Whether there is a host for each tier, or one for all VMs. */
  boolean hasHostOf(Place place);

  /** What people call the host for a tier. */
  String hostName(Place place);

  String hostId(Place place);

  String vmId(String vm);

  /** Defines a VM on a host. */
  void define(String vm, Place place) throws InterruptedException;

  /** Defines it on another host. It does not run. */
  void move(String vm, Place place) throws InterruptedException;

  Start start(String vm) throws InterruptedException;

  void stop(String vm) throws InterruptedException;

  boolean runs(String vm) throws InterruptedException;

  /** Takes the start hook away, or puts it back. */
  void hook(boolean present) throws InterruptedException;

  /** Takes away whatever the story put on the hypervisor. */
  @Override
  void close();
}
