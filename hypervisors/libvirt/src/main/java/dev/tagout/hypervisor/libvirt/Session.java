package dev.tagout.hypervisor.libvirt;

import dev.tagout.contracts.event.EventData;
import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.HostConnected;
import dev.tagout.contracts.event.HostDisconnected;
import dev.tagout.contracts.event.ListedVm;
import dev.tagout.contracts.event.RunState;
import dev.tagout.contracts.event.TagoutEvent;
import dev.tagout.contracts.event.VmConfiguration;
import dev.tagout.contracts.event.VmDefined;
import dev.tagout.contracts.event.VmRemoved;
import dev.tagout.contracts.event.VmStarted;
import dev.tagout.contracts.event.VmStopped;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.hypervisor.ConfigurationReader;
import dev.tagout.hypervisor.LifecycleSink;
import dev.tagout.hypervisor.libvirt.Register.Power;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * What is told over one connection: the listing, and then what happens, until the connection ends.
 *
 * <p>That a VM started or stopped is told at once, from the event alone. What else there is to know
 * of it (its definition; whether it is still there) needs a question to libvirt, which waits while
 * a hook of that VM runs; so {@link Lookout} asks, and the stream does not wait.
 */
final class Session implements ConnectionListener {
  private static final System.Logger LOG = System.getLogger(Session.class.getName());

  /** Some minutes of a host that starts everything it has, while the sink stands still. */
  static final int CAPACITY = 65_536;

  /** When a listing says what no event has told, another one is made after as long. */
  private static final Duration DOUBT = Duration.ofSeconds(1);

  private final InstantSource now;
  private final RisingClock clock;
  private final LifecycleSink sink;
  private final Predicate<String> covers;
  private final ConfigurationReader reader = new DomainXml();
  private final BlockingQueue<Occurrence> queue;

  /** VMs that are there, as far as was told. */
  private final Set<String> present = new HashSet<>();

  private final Map<String, VmDefined> told = new HashMap<>();
  private final Register register = new Register();
  private final Duration listEvery;

  /** In terms of {@link System#nanoTime}; nothing is asked while an answer is awaited. */
  private long listNext;

  private boolean asking;
  private volatile boolean overflowed;
  private volatile String ended;
  private HostIdentity host;

  /**
   * @param covers the UUIDs of the VMs to tell of
   * @param capacity how many things may wait to be told before the connection is given up
   * @param listEvery how often to list again
   */
  Session(
      InstantSource now,
      RisingClock clock,
      LifecycleSink sink,
      Predicate<String> covers,
      int capacity,
      Duration listEvery) {
    this.now = now;
    this.clock = clock;
    this.sink = sink;
    this.covers = covers;
    this.listEvery = listEvery;
    this.queue = new LinkedBlockingQueue<>(capacity);
  }

  @Override
  public void changed(String uuid, String instance, DomainChange change) {
    if (!covers.test(uuid)) {
      return;
    }
    if (!overflowed && !queue.offer(new Occurrence.Heard(uuid, instance, change, now.instant()))) {
      // What is lost now shows in the next listing.
      overflowed = true;
      ended = "more happened than could be taken";
    }
  }

  @Override
  public void closed(String reason) {
    ended = reason;
    queue.offer(new Occurrence.Ended());
  }

  /**
   * Lists, then streams.
   *
   * @param listed is run when everything was listed
   * @return why it ended
   * @throws LibvirtFailure when it was not even listed
   */
  String run(Connection connection, HostIdentity host, Runnable listed)
      throws LibvirtFailure, InterruptedException {
    this.host = host;
    Map<String, String> running = list(connection);
    listed.run();
    List<Occurrence> meanwhile = new ArrayList<>();
    queue.drainTo(meanwhile);
    String reason;
    try (Lookout lookout = new Lookout(connection, now, queue);
        RollCall rollCall = new RollCall(connection, queue)) {
      for (Occurrence occurrence : Overlap.without(running, meanwhile)) {
        tell(occurrence, lookout);
      }
      reason = stream(connection, lookout, rollCall);
    }
    sink.accept(
        TagoutEvent.ofHost(
            EventType.HOST_DISCONNECTED,
            host.id(),
            clock.notBefore(now.instant()),
            host.source(),
            new HostDisconnected(reason)));
    return reason;
  }

  /** Tells all there is; returns the instance of each VM that runs. */
  private Map<String, String> list(Connection connection)
      throws LibvirtFailure, InterruptedException {
    Instant listedAt = clock.notBefore(now.instant());
    List<ListedVm> vms = new ArrayList<>();
    Map<String, String> running = new HashMap<>();
    for (Domain domain : connection.list()) {
      if (!covers.test(domain.uuid())) {
        continue;
      }
      vms.add(new ListedVm(domain.id(), domain.shownName(), domain.state(), domain.instance()));
      if (domain.runs()) {
        running.put(domain.uuid(), domain.instance());
      }
      present.add(domain.uuid());
      register.tell(domain.uuid(), Power.of(domain));
      VmDefined defined = defined(domain);
      told.put(domain.uuid(), defined);
      emit(EventType.VM_DEFINED, domain.uuid(), listedAt, defined);
    }
    sink.accept(
        TagoutEvent.ofHost(
            EventType.HOST_CONNECTED,
            host.id(),
            listedAt,
            host.source(),
            new HostConnected(host.name(), vms)));
    return running;
  }

  private String stream(Connection connection, Lookout lookout, RollCall rollCall)
      throws InterruptedException {
    listIn(listEvery);
    long patience = Math.min(TimeUnit.SECONDS.toNanos(1), listEvery.toNanos());
    while (true) {
      if (!asking && System.nanoTime() - listNext >= 0) {
        asking = true;
        register.asked();
        rollCall.ask(clock.notBefore(now.instant()));
      }
      Occurrence occurrence = queue.poll(patience, TimeUnit.NANOSECONDS);
      if (occurrence != null) {
        tell(occurrence, lookout);
      } else if (ended == null && !connection.isAlive()) {
        ended = "the connection to libvirt is dead";
      }
      if (ended != null && queue.isEmpty()) {
        return ended;
      }
    }
  }

  private void tell(Occurrence occurrence, Lookout lookout) throws InterruptedException {
    switch (occurrence) {
      case Occurrence.Heard heard -> heard(heard, lookout);
      case Occurrence.Found found -> {
        if (lookout.isNewest(found)) {
          found(found, lookout);
        }
      }
      case Occurrence.Listed(var asked, var domains) -> {
        asking = false;
        listIn(listEvery);
        if (domains.isPresent()) {
          listed(asked, domains.get(), lookout);
        }
      }
      case Occurrence.Ended() -> {
        // ends the stream when the queue is empty
      }
    }
  }

  private void listIn(Duration time) {
    listNext = System.nanoTime() + time.toNanos();
  }

  private void listed(Instant asked, List<Domain> domains, Lookout lookout)
      throws InterruptedException {
    Map<String, Domain> found = new HashMap<>();
    Map<String, Power> powers = new HashMap<>();
    for (Domain domain : domains) {
      if (covers.test(domain.uuid())) {
        found.put(domain.uuid(), domain);
        powers.put(domain.uuid(), Power.of(domain));
      }
    }
    Register.Judged judged = register.judge(powers);
    if (!judged.sure()) {
      listIn(DOUBT.compareTo(listEvery) < 0 ? DOUBT : listEvery);
      return;
    }
    List<ListedVm> vms = new ArrayList<>();
    judged
        .shown()
        .forEach(
            (uuid, power) -> vms.add(shown(uuid, power, Optional.ofNullable(found.get(uuid)))));
    sink.accept(
        TagoutEvent.ofHost(
            EventType.HOST_CONNECTED,
            host.id(),
            asked,
            host.source(),
            new HostConnected(host.name(), vms, true)));
    for (String uuid : judged.missed()) {
      LOG.log(Level.WARNING, "vmId=libvirt:{0} changed, and libvirt told nothing of it", uuid);
      tellAnew(uuid);
      lookout.look(uuid);
    }
  }

  /** As the listing found it, or as it was told before when something was told of it since. */
  private ListedVm shown(String uuid, Power power, Optional<Domain> found) {
    VmId id = VmId.of(DomainXml.PLATFORM, uuid);
    VmDefined defined = told.get(uuid);
    return found
        .filter(domain -> Power.of(domain).equals(power))
        .map(domain -> new ListedVm(id, domain.shownName(), domain.state(), domain.instance()))
        .orElseGet(
            () ->
                new ListedVm(
                    id,
                    found
                        .map(Domain::shownName)
                        .orElseGet(() -> defined == null ? uuid : defined.name()),
                    power.equals(Power.OFF) ? RunState.SHUT_OFF : RunState.RUNNING,
                    power.instance()));
  }

  private void heard(Occurrence.Heard heard, Lookout lookout) throws InterruptedException {
    String uuid = heard.uuid();
    switch (heard.change()) {
      case DomainChange.Started(var cause) -> {
        emit(
            EventType.VM_STARTED,
            uuid,
            clock.notBefore(heard.at()),
            new VmStarted(host.id(), cause, heard.instance()));
        register.tell(uuid, new Power(heard.instance()));
        tellAnew(uuid);
      }
      case DomainChange.Stopped(var cause) -> {
        emit(
            EventType.VM_STOPPED,
            uuid,
            clock.notBefore(heard.at()),
            new VmStopped(host.id(), cause));
        register.tell(uuid, Power.OFF);
      }
      case DomainChange.Defined() -> tellAnew(uuid);
      case DomainChange.Undefined() -> {
        // a VM that runs is there nevertheless: it is looked at
      }
      case DomainChange.Other() -> {
        return;
      }
    }
    lookout.look(uuid);
  }

  /** The VM is there, and its definition is told even if it is the same as before. */
  private void tellAnew(String uuid) {
    present.add(uuid);
    told.remove(uuid);
  }

  private void found(Occurrence.Found found, Lookout lookout) throws InterruptedException {
    String uuid = found.uuid();
    if (found.domain().isPresent()) {
      present.add(uuid);
      register.tellThere(uuid);
      VmDefined defined = defined(found.domain().get());
      // A VM that stops takes on the definition that was changed while it ran.
      if (!defined.equals(told.put(uuid, defined))) {
        emit(EventType.VM_DEFINED, uuid, clock.notBefore(found.at()), defined);
      }
    } else {
      lookout.forget(uuid);
      told.remove(uuid);
      register.tellGone(uuid);
      if (present.remove(uuid)) {
        emit(EventType.VM_REMOVED, uuid, clock.notBefore(found.at()), new VmRemoved(host.id()));
      }
    }
  }

  private void emit(EventType type, String uuid, Instant time, EventData data)
      throws InterruptedException {
    VmId vm = VmId.of(DomainXml.PLATFORM, uuid);
    sink.accept(TagoutEvent.ofVm(type, vm, time, host.source(), data));
  }

  private VmDefined defined(Domain domain) {
    return new VmDefined(domain.shownName(), host.id(), configuration(domain));
  }

  /** Null, which is to say unknown, when libvirt did not tell it or it is not to be read. */
  private VmConfiguration configuration(Domain domain) {
    if (domain.xml() == null) {
      return null;
    }
    try {
      return reader.read(domain.xml().getBytes(StandardCharsets.UTF_8)).configuration();
    } catch (ContractViolation e) {
      LOG.log(Level.WARNING, "vmId={0} definition not readable: {1}", domain.id(), e.getMessage());
      return null;
    }
  }
}
