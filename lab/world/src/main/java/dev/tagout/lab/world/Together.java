package dev.tagout.lab.world;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;

/** Many things at once. */
final class Together {

  private Together() {}

  /**
   * Comes back when all are done, or when the first has failed, with its exception.
   *
   * @throws WorldException when interrupted
   */
  static void run(List<Runnable> tasks) {
    var executor = Executors.newVirtualThreadPerTaskExecutor();
    var completion = new ExecutorCompletionService<Void>(executor);
    tasks.forEach(task -> completion.submit(task, null));
    try {
      for (int done = 0; done < tasks.size(); done++) {
        completion.take().get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WorldException("Interrupted", e);
    } finally {
      executor.shutdownNow();
    }
  }
}
