package dev.tagout.simulator.stream;

import dev.tagout.contracts.event.TagoutEvent;
import dev.tagout.simulator.SimulatorConfig;
import dev.tagout.simulator.fault.Faults;
import dev.tagout.simulator.world.World;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The events that one reader has yet to get. The world fills it in order and never waits; faults
 * are worked in when an event arrives. One that would hold too much is closed: its reader connects
 * anew, and lists.
 */
final class Subscription implements World.Listener {
  private final Predicate<TagoutEvent> concerned;
  private final Faults faults;
  private final SimulatorConfig config;
  private final Runnable onOverflow;
  private final DelayQueue<Delivery> deliveries = new DelayQueue<>();
  private volatile boolean closed;
  private long arrivals;
  private Delivery waitingForNeighbour;

  /**
   * @param onOverflow is called at most once, under the world's lock
   */
  Subscription(
      Predicate<TagoutEvent> concerned,
      Faults faults,
      SimulatorConfig config,
      Runnable onOverflow) {
    this.concerned = concerned;
    this.faults = faults;
    this.config = config;
    this.onOverflow = onOverflow;
  }

  @Override
  public void happened(TagoutEvent event) {
    if (closed || !concerned.test(event)) {
      return;
    }
    switch (faults.events()) {
      case NORMAL -> deliver(event, Duration.ZERO);
      case LATE -> deliver(event, config.lateBy());
      case TWICE -> {
        deliver(event, Duration.ZERO);
        deliver(event, Duration.ZERO);
      }
      case SHUFFLED -> shuffle(event);
      case CUT -> close();
    }
    if (deliveries.size() > config.streamBuffer()) {
      close();
      onOverflow.run();
    }
  }

  /** The next event if one is due now. */
  Optional<TagoutEvent> due() {
    return Optional.ofNullable(deliveries.poll()).map(Delivery::event);
  }

  /** The next event; empty when none is due in this time, and when it was closed. */
  Optional<TagoutEvent> next(Duration time) throws InterruptedException {
    return Optional.ofNullable(deliveries.poll(time.toNanos(), TimeUnit.NANOSECONDS))
        .map(Delivery::event);
  }

  boolean isClosed() {
    return closed;
  }

  /** Ends it; who waits for an event is woken. May be called twice, by any thread. */
  void close() {
    closed = true;
    deliveries.add(new Delivery(null, System.nanoTime(), 0));
  }

  private void shuffle(TagoutEvent event) {
    if (waitingForNeighbour != null && deliveries.remove(waitingForNeighbour)) {
      deliver(event, Duration.ZERO);
      deliver(waitingForNeighbour.event(), Duration.ZERO);
      waitingForNeighbour = null;
    } else {
      waitingForNeighbour = deliver(event, config.shuffleWindow());
    }
  }

  private Delivery deliver(TagoutEvent event, Duration delay) {
    Delivery delivery = new Delivery(event, System.nanoTime() + delay.toNanos(), ++arrivals);
    deliveries.add(delivery);
    return delivery;
  }

  /**
   * @param event null only wakes the reader
   * @param due in terms of {@link System#nanoTime}
   * @param arrival keeps those in order that are due at once
   */
  private record Delivery(TagoutEvent event, long due, long arrival) implements Delayed {
    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      Delivery that = (Delivery) other;
      int byTime = Long.signum(due - that.due);
      return byTime != 0 ? byTime : Long.compare(arrival, that.arrival);
    }
  }
}
