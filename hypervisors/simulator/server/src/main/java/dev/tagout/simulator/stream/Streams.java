package dev.tagout.simulator.stream;

import dev.tagout.contracts.event.EventData;
import dev.tagout.contracts.event.HostConnected;
import dev.tagout.contracts.event.HostDisconnected;
import dev.tagout.contracts.event.HostRemoved;
import dev.tagout.contracts.event.TagoutEvent;
import dev.tagout.contracts.event.VmDefined;
import dev.tagout.contracts.event.VmMigrated;
import dev.tagout.contracts.event.VmRemoved;
import dev.tagout.contracts.event.VmStarted;
import dev.tagout.contracts.event.VmStopped;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.json.Json;
import dev.tagout.simulator.SimulatorConfig;
import dev.tagout.simulator.fault.EventFault;
import dev.tagout.simulator.fault.FaultSettings;
import dev.tagout.simulator.fault.Faults;
import dev.tagout.simulator.problem.Problem;
import dev.tagout.simulator.problem.ProblemException;
import dev.tagout.simulator.world.Listing;
import dev.tagout.simulator.world.Name;
import dev.tagout.simulator.world.World;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/** The streams that are open. */
@Singleton
class Streams {
  private static final Logger LOG = Logger.getLogger(Streams.class);

  private final Set<Subscription> open = ConcurrentHashMap.newKeySet();
  private final World world;
  private final Faults faults;
  private final SimulatorConfig config;

  Streams(World world, Faults faults, SimulatorConfig config, MeterRegistry meters) {
    this.world = world;
    this.faults = faults;
    this.config = config;
    meters.gaugeCollectionSize("tagout.simulator.streams", List.of(), open);
  }

  /**
   * @throws ProblemException when streams are cut
   */
  void requireNotCut() {
    if (faults.events() == EventFault.CUT) {
      throw new ProblemException(
          Problem.of(503, "events-cut", "Unavailable", "event streams are cut, as was asked for"));
    }
  }

  /** How many are open. */
  int count() {
    return open.size();
  }

  /**
   * Writes the stream until its reader goes, it is cut, or the simulator stops.
   *
   * @param host the only host to tell of; empty means all
   * @param listEvery how often to list again; empty means never
   * @param onOverflow disconnects a reader that is too slow; must not block
   */
  void write(
      OutputStream out, Optional<Name> host, Optional<Duration> listEvery, Runnable onOverflow) {
    Predicate<TagoutEvent> concerned =
        event -> host.map(name -> concerns(event, name.asHost())).orElse(true);
    Subscription subscription = new Subscription(concerned, faults, config, onOverflow);
    open.add(subscription);
    try {
      requireNotCut();
      write(out, StreamLine.Hosts.of(only(host, world.subscribe(subscription))));
      long listed = System.nanoTime();
      while (!subscription.isClosed()) {
        if (listEvery.isPresent() && System.nanoTime() - listed >= listEvery.get().toNanos()) {
          listed = System.nanoTime();
          write(out, StreamLine.Hosts.of(only(host, world.listing())));
        }
        Optional<TagoutEvent> event = subscription.due();
        if (event.isEmpty()) {
          out.flush();
          event = subscription.next(patience(listEvery));
        }
        if (!subscription.isClosed()) {
          write(out, event.<StreamLine>map(StreamLine.Happened::of).orElseGet(this::heartbeat));
        }
      }
    } catch (IOException e) {
      LOG.debugf("a reader went: reason=%s", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      world.unsubscribe(subscription);
      open.remove(subscription);
    }
  }

  void onChange(@Observes FaultSettings settings) {
    if (settings.events() == EventFault.CUT) {
      closeAll();
    }
  }

  void onStop(@Observes ShutdownEvent stop) {
    closeAll();
  }

  private void closeAll() {
    open.forEach(Subscription::close);
  }

  private Duration patience(Optional<Duration> listEvery) {
    return listEvery
        .filter(every -> every.compareTo(config.heartbeat()) < 0)
        .orElse(config.heartbeat());
  }

  private StreamLine heartbeat() {
    return StreamLine.Heartbeat.at(world.now());
  }

  private static void write(OutputStream out, StreamLine line) throws IOException {
    out.write(Json.bytes(line));
    out.write('\n');
  }

  private static Listing only(Optional<Name> host, Listing all) {
    return host.map(
            name ->
                new Listing(
                    all.listedAt(),
                    all.hosts().stream().filter(listed -> listed.name().equals(name)).toList()))
        .orElse(all);
  }

  private static boolean concerns(TagoutEvent event, HostId host) {
    return switch ((EventData.Lifecycle) event.data()) {
      case VmDefined d -> d.host().equals(host);
      case VmStarted d -> d.host().equals(host);
      case VmStopped d -> d.host().equals(host);
      case VmMigrated d -> d.from().equals(host) || d.to().equals(host);
      case VmRemoved d -> d.host().equals(host);
      case HostConnected d -> event.host().equals(host);
      case HostDisconnected d -> event.host().equals(host);
      case HostRemoved d -> event.host().equals(host);
    };
  }
}
