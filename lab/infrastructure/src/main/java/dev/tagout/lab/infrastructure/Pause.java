package dev.tagout.lab.infrastructure;

import org.testcontainers.containers.GenericContainer;

/** Freezes a container and thaws it. */
final class Pause {

  private final GenericContainer<?> container;
  private boolean paused;

  Pause(GenericContainer<?> container) {
    this.container = container;
  }

  synchronized void begin() {
    if (!paused) {
      container.getDockerClient().pauseContainerCmd(container.getContainerId()).exec();
      paused = true;
    }
  }

  /** Starts the container if it never ran. */
  synchronized void end() {
    if (!container.isCreated()) {
      container.start();
    }
    if (paused) {
      container.getDockerClient().unpauseContainerCmd(container.getContainerId()).exec();
      paused = false;
    }
  }
}
