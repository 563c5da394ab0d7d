package dev.tagout.lab.demo;

import dev.tagout.lab.fleet.UnexpectedException;

/**
 * One scene of the story.
 *
 * @param title what it is about
 * @param expected what has to happen
 * @param action makes it happen and says what did
 */
record Scene(String title, String expected, Action action) {

  /** What a scene does. */
  @FunctionalInterface
  interface Action {
    /**
     * Lines that say what happened.
     *
     * @throws UnexpectedException when it is not what was expected
     */
    String play() throws InterruptedException;
  }
}
