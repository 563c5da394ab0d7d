package dev.tagout.policy.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.contracts.event.EventData;
import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.HostConnected;
import dev.tagout.contracts.event.HostDisconnected;
import dev.tagout.contracts.event.HostRemoved;
import dev.tagout.contracts.event.ListedVm;
import dev.tagout.contracts.event.MissingUpdate;
import dev.tagout.contracts.event.PatchScanned;
import dev.tagout.contracts.event.RunState;
import dev.tagout.contracts.event.StartCause;
import dev.tagout.contracts.event.StopCause;
import dev.tagout.contracts.event.TagoutEvent;
import dev.tagout.contracts.event.UpdateSeverity;
import dev.tagout.contracts.event.VmConfiguration;
import dev.tagout.contracts.event.VmDefined;
import dev.tagout.contracts.event.VmMigrated;
import dev.tagout.contracts.event.VmRemoved;
import dev.tagout.contracts.event.VmStarted;
import dev.tagout.contracts.event.VmStopped;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.lab.infrastructure.Infrastructure;
import dev.tagout.policy.PolicyPack;
import dev.tagout.policy.Service;
import dev.tagout.policy.database.Database;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Generated histories of three VMs on two hosts that vanish and come back, told by sources that
 * disagree and whose clocks differ: in whatever order, batches and number their events arrive, the
 * inventory is the same.
 */
@QuarkusTest
@WithTestResource(Infrastructure.class)
@WithTestResource(PolicyPack.class)
class ConvergenceIT {
  private static final int VMS = 3;
  private static final int HOSTS = 2;
  private static final int EVENTS = 30;
  private static final int ORDERS = 6;
  private static final int HISTORIES = 25;

  @Inject Inventory inventory;
  @Inject Forgetting forgetting;
  @Inject Database database;
  @Inject Service service;

  @BeforeEach
  void ready() {
    service.awaitReady();
  }

  static IntStream seeds() {
    return IntStream.range(0, HISTORIES);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyOrderLeadsToTheSameInventory(int seed) {
    // Given
    Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS).minusSeconds(7200);
    List<String> ends = new ArrayList<>();
    for (int order = 0; order < ORDERS; order++) {
      Names names = new Names("test:converge-%d-%d-".formatted(seed, order));
      admissions(names, new Random(seed), start);
      List<TagoutEvent> events = new ArrayList<>(history(names, new Random(seed), start));
      Random random = new Random(seed * 1000L + order);
      if (order > 0) {
        events.addAll(events.subList(0, random.nextInt(events.size())));
        Collections.shuffle(events, random);
      }

      // When
      for (int from = 0; from < events.size(); ) {
        int to = Math.min(events.size(), from + 1 + random.nextInt(5));
        inventory.apply(events.subList(from, to));
        from = to;
      }
      ends.add(inventory(names));
    }

    // Then
    assertThat(ends).containsOnly(ends.getFirst());
  }

  /** What is forgotten has left its consequence behind. */
  @Test
  void forgettingChangesNothing() {
    // Given
    Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS).minusSeconds(7200);
    Names names = new Names("test:converge-forget-");
    inventory.apply(history(names, new Random(7), start));
    String before = inventory(names);

    // When
    Instant until = start.plusSeconds(10 * EVENTS + 600);
    forgetting.forget(until, until);

    // Then
    assertThat(inventory(names)).isEqualTo(before).contains("RUNNING");
    assertThat(sightings(names)).isZero();
  }

  @Test
  void aHostOfWhichNothingCanBeForgottenHoldsUpNoOther() {
    // Given
    Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS).minusSeconds(7200);
    Names names = new Names("test:converge-damaged-");
    inventory.apply(history(names, new Random(7), start));
    for (int host = 0; host < HOSTS; host++) {
      assertThat(sightings(names.host(host))).isPositive();
    }
    database.call(
        on ->
            on.update(
                "UPDATE placement SET base = '\"nonsense\"' WHERE host_id = ?", names.host(0)));

    // When
    Instant until = start.plusSeconds(10 * EVENTS + 600);
    forgetting.forget(until, until);

    // Then
    assertThat(sightings(names.host(0))).isPositive();
    assertThat(sightings(names.host(1))).isZero();
  }

  private int sightings(HostId host) {
    return database.call(
        on ->
            on.first("SELECT count(*) FROM sighting WHERE host_id = ?", row -> row.getInt(1), host)
                .orElseThrow());
  }

  /** The same history with other names. */
  private record Names(String prefix) {
    VmId vm(int number) {
      return new VmId(prefix + "vm-" + number);
    }

    HostId host(int number) {
      return new HostId(prefix + "host-" + number);
    }
  }

  /** Some starts were admitted, and some of these came to nothing; before anything is reported. */
  private void admissions(Names names, Random random, Instant start) {
    for (int i = 0; i < 6; i++) {
      VmId vm = names.vm(random.nextInt(VMS));
      HostId host = names.host(random.nextInt(HOSTS));
      Instant at = start.plusSeconds(random.nextInt(10 * EVENTS));
      Instant ended = random.nextBoolean() ? at.plusSeconds(random.nextInt(60)) : null;
      String decision = "00000000-0000-7000-8000-%012d".formatted(i);
      database.transaction(
          on -> {
            on.update("INSERT INTO vm (id) VALUES (?) ON CONFLICT DO NOTHING", vm);
            on.update("INSERT INTO host (id) VALUES (?) ON CONFLICT DO NOTHING", host);
            on.update("DELETE FROM reservation WHERE decision_id = ?::uuid", decision);
            return on.update(
                "INSERT INTO reservation (vm_id, host_id, decision_id, admitted_at, expires_at,"
                    + " ended_at, expired) VALUES (?, ?, ?::uuid, ?, ?, ?, true)",
                vm,
                host,
                decision,
                at,
                at.plusSeconds(120),
                ended);
          });
    }
  }

  private List<TagoutEvent> history(Names names, Random random, Instant start) {
    List<TagoutEvent> events = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      // Clocks differ by some seconds; two events of the same instant occur.
      Instant at = start.plusSeconds(10L * i + random.nextInt(30));
      VmId vm = names.vm(random.nextInt(VMS));
      HostId host = names.host(random.nextInt(HOSTS));
      HostId other = names.host(random.nextInt(HOSTS));
      String instance = random.nextInt(4) == 0 ? null : "run-" + random.nextInt(4);
      events.add(
          switch (random.nextInt(12)) {
            case 0 ->
                event(
                    i,
                    EventType.VM_DEFINED,
                    vm.value(),
                    at,
                    new VmDefined(
                        "name-" + i,
                        host,
                        random.nextBoolean()
                            ? null
                            : new VmConfiguration(
                                "tier-" + random.nextInt(3), null, null, null, null, null, null)));
            case 1, 2, 3 ->
                event(
                    i,
                    EventType.VM_STARTED,
                    vm.value(),
                    at,
                    new VmStarted(host, StartCause.BOOT, instance));
            case 4, 5 ->
                event(
                    i,
                    EventType.VM_STOPPED,
                    vm.value(),
                    at,
                    new VmStopped(host, StopCause.SHUTDOWN));
            case 6 ->
                host.equals(other)
                    ? event(i, EventType.VM_REMOVED, vm.value(), at, new VmRemoved(host))
                    : event(
                        i,
                        EventType.VM_MIGRATED,
                        vm.value(),
                        at,
                        new VmMigrated(host, other, instance));
            case 7 -> event(i, EventType.VM_REMOVED, vm.value(), at, new VmRemoved(host));
            case 8, 9 ->
                event(i, EventType.HOST_CONNECTED, host.value(), at, listing(names, random));
            case 10 ->
                random.nextBoolean()
                    ? event(
                        i,
                        EventType.HOST_DISCONNECTED,
                        host.value(),
                        at,
                        new HostDisconnected("lost"))
                    : event(i, EventType.HOST_REMOVED, host.value(), at, new HostRemoved());
            default ->
                event(
                    i,
                    EventType.VM_PATCH_SCANNED,
                    vm.value(),
                    at,
                    new PatchScanned(
                        List.of(new MissingUpdate("KB-" + i, UpdateSeverity.CRITICAL, null, null)),
                        "scanner-" + random.nextInt(2)));
          });
    }
    return events;
  }

  private static HostConnected listing(Names names, Random random) {
    List<ListedVm> vms = new ArrayList<>();
    for (int vm = 0; vm < VMS; vm++) {
      if (random.nextInt(3) > 0) {
        boolean runs = random.nextBoolean();
        vms.add(
            new ListedVm(
                names.vm(vm),
                "listed-" + random.nextInt(100),
                runs ? RunState.RUNNING : RunState.SHUT_OFF,
                runs ? "run-" + random.nextInt(4) : null));
      }
    }
    return new HostConnected("host-" + random.nextInt(100), vms);
  }

  private static TagoutEvent event(
      int number, EventType type, String subject, Instant at, EventData data) {
    return new TagoutEvent(
        "event-" + number, URI.create("/test/" + number % 2), type, subject, at, data);
  }

  private int sightings(Names names) {
    return database
        .call(
            on ->
                on.first(
                    "SELECT count(*) FROM sighting WHERE vm_id LIKE ?",
                    row -> row.getInt(1),
                    names.prefix() + "%"))
        .orElseThrow();
  }

  /** Everything that is known, without what counts changes. */
  private String inventory(Names names) {
    return database
        .call(
            on ->
                on.json(
                    "SELECT jsonb_build_object('vms', (SELECT jsonb_agg(jsonb_build_array(v.id,"
                        + " v.name, (SELECT jsonb_agg(jsonb_build_array(f.fact_group,"
                        + " f.observed_at, f.event_id, f.source, f.body) ORDER BY f.fact_group)"
                        + " FROM fact f WHERE f.kind = 'VM' AND f.subject = v.id),"
                        + " (SELECT jsonb_agg(jsonb_build_array(p.host_id, p.state, p.observed_at,"
                        + " p.defined_at, p.instance, p.running_since, p.admission, p.decision_id)"
                        + " ORDER BY p.host_id) FROM placement p WHERE p.vm_id = v.id),"
                        + " (place_of(v.id)).host_id) ORDER BY v.id)"
                        + " FROM vm v WHERE v.id LIKE ?),"
                        + " 'hosts', (SELECT jsonb_agg(jsonb_build_array(h.id, h.name, h.listed_at,"
                        + " h.connected) ORDER BY h.id) FROM host h WHERE h.id LIKE ?))",
                    names.prefix() + "%",
                    names.prefix() + "%"))
        .toString()
        .replace(names.prefix(), "");
  }
}
