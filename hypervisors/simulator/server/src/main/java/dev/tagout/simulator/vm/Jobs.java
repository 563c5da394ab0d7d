package dev.tagout.simulator.vm;

import dev.tagout.simulator.world.Name;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * One job at a time for each VM, and none in the way of another VM. Keeps nothing of VMs for which
 * no job is under way.
 */
final class Jobs {
  private final ConcurrentHashMap<Name, Turn> turns = new ConcurrentHashMap<>();

  /** Runs the job when it is its turn, and returns what it returned. */
  <T> T run(Name vm, Supplier<T> job) {
    Turn turn = turns.compute(vm, (name, there) -> there == null ? new Turn(1) : there.join());
    turn.lock.lock();
    try {
      return job.get();
    } finally {
      turn.lock.unlock();
      turns.compute(vm, (name, there) -> there.leave());
    }
  }

  /** How many VMs have a job under way. */
  int size() {
    return turns.size();
  }

  private record Turn(int jobs, ReentrantLock lock) {
    Turn(int jobs) {
      this(jobs, new ReentrantLock());
    }

    Turn join() {
      return new Turn(jobs + 1, lock);
    }

    Turn leave() {
      return jobs == 1 ? null : new Turn(jobs - 1, lock);
    }
  }
}
