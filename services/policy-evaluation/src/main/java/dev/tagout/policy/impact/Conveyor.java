package dev.tagout.policy.impact;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Works on many things with as many threads as there are cores. What comes out keeps the order of
 * what goes in, and only so much is under way as keeps the threads busy while more is read.
 */
final class Conveyor implements AutoCloseable {
  private static final int AHEAD = 512;

  private final ExecutorService workers =
      Executors.newFixedThreadPool(
          Math.max(1, Runtime.getRuntime().availableProcessors()),
          Thread.ofPlatform().name("impact-", 0).daemon().factory());

  /**
   * Returns when all is done. Reading and receiving happen in the caller's thread.
   *
   * @throws RuntimeException what reading, the work or the receiver throws; the rest is given up
   */
  <T, R> void run(Iterator<T> things, Function<T, R> work, Consumer<R> receiver) {
    Deque<Future<R>> underWay = new ArrayDeque<>();
    while (things.hasNext()) {
      T thing = things.next();
      underWay.add(workers.submit(() -> work.apply(thing)));
      if (underWay.size() >= AHEAD) {
        receiver.accept(await(underWay.remove()));
      }
    }
    while (!underWay.isEmpty()) {
      receiver.accept(await(underWay.remove()));
    }
  }

  private static <R> R await(Future<R> one) {
    try {
      return one.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
