package dev.tagout.lab.world;

/** Hears, line by line, what is going on. Called by many threads. */
@FunctionalInterface
public interface Progress {

  void say(String line);
}
