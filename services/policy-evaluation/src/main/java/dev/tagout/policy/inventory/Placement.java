package dev.tagout.policy.inventory;

import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import java.time.Instant;
import java.util.Objects;

/**
 * What one VM is on one host.
 *
 * @param course what was seen of it there
 * @param definedAt newest report of its definition, which tells nothing about running
 */
record Placement(VmId vm, HostId host, Course course, Instant definedAt) {
  /** Whether it runs. */
  enum State {
    DEFINED,
    RUNNING,
    GONE
  }

  static Placement unseen(VmId vm, HostId host) {
    return new Placement(vm, host, Course.UNSEEN, Instant.EPOCH);
  }

  State state() {
    return switch (course.power()) {
      case RUNNING -> State.RUNNING;
      case OFF -> State.DEFINED;
      case GONE -> definedAt.isAfter(course.lastSeen()) ? State.DEFINED : State.GONE;
    };
  }

  Placement with(Course other, Instant defined) {
    return new Placement(vm, host, other, defined.isAfter(definedAt) ? defined : definedAt);
  }

  /** Whether other VMs on the host, or a verdict about this one, may see a difference. */
  boolean differsFrom(Placement before) {
    return state() != before.state() || !Objects.equals(course.run(), before.course().run());
  }
}
