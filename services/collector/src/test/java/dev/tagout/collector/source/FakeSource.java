package dev.tagout.collector.source;

import dev.tagout.contracts.event.TagoutEvent;
import dev.tagout.hypervisor.ConnectionState;
import dev.tagout.hypervisor.HypervisorSettings;
import dev.tagout.hypervisor.LifecycleSink;
import dev.tagout.hypervisor.LifecycleSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Tells from a thread of its own, as a real source does. */
final class FakeSource implements LifecycleSource {
  private final HypervisorSettings settings;
  private final BlockingQueue<Telling> queue = new LinkedBlockingQueue<>();
  private Thread teller;

  FakeSource(HypervisorSettings settings) {
    this.settings = settings;
  }

  void tell(List<TagoutEvent> events) {
    events.forEach(event -> queue.add(sink -> sink.accept(event)));
  }

  void connection(ConnectionState state) {
    queue.add(sink -> sink.connection(state));
  }

  @Override
  public void start(LifecycleSink sink) {
    if (settings.uri().equals("fake:broken")) {
      throw new IllegalStateException("out of order");
    }
    teller = Thread.ofVirtual().name("fake-" + settings.name()).start(() -> run(sink));
  }

  @Override
  public void close() {
    if (teller != null) {
      teller.interrupt();
    }
  }

  private void run(LifecycleSink sink) {
    try {
      while (true) {
        queue.take().to(sink);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @FunctionalInterface
  private interface Telling {
    void to(LifecycleSink sink) throws InterruptedException;
  }
}
