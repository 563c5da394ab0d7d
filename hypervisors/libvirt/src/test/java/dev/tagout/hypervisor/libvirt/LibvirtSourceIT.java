package dev.tagout.hypervisor.libvirt;

import static dev.tagout.contracts.event.EventType.HOST_CONNECTED;
import static dev.tagout.contracts.event.EventType.HOST_DISCONNECTED;
import static dev.tagout.contracts.event.EventType.VM_DEFINED;
import static dev.tagout.contracts.event.EventType.VM_REMOVED;
import static dev.tagout.contracts.event.EventType.VM_STARTED;
import static dev.tagout.contracts.event.EventType.VM_STOPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.HostConnected;
import dev.tagout.contracts.event.ListedVm;
import dev.tagout.contracts.event.RunState;
import dev.tagout.contracts.event.StartCause;
import dev.tagout.contracts.event.StopCause;
import dev.tagout.contracts.event.TagoutEvent;
import dev.tagout.contracts.event.VmConfiguration.Nic;
import dev.tagout.contracts.event.VmDefined;
import dev.tagout.contracts.event.VmStarted;
import dev.tagout.contracts.event.VmStopped;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.hypervisor.ConnectionState;
import dev.tagout.hypervisor.HypervisorSettings;
import dev.tagout.hypervisor.LifecycleSource;
import dev.tagout.hypervisor.libvirt.LibvirtDaemon.Vm;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

@EnabledIfEnvironmentVariable(named = LibvirtDaemon.VARIABLE, matches = ".+")
class LibvirtSourceIT {
  private static final HostId HOST = new HostId("libvirt:it-host");

  private final LibvirtDaemon libvirt = new LibvirtDaemon();
  private final RecordingSink sink = new RecordingSink();
  private final LifecycleSource source =
      new LibvirtAdapter()
          .source(
              new HypervisorSettings("it-host", "libvirt", LibvirtDaemon.uri(), Map.of()),
              Duration.ofMinutes(5));

  @AfterEach
  void leaveNothingBehind() {
    source.close();
    libvirt.close();
  }

  @Test
  void listsWhatIsThereAndSinceWhen() {
    // Given
    Vm off = libvirt.define();
    Vm on = libvirt.define();
    libvirt.start(on);
    String instance = libvirt.instance(on);
    Instant before = Instant.now();

    // When
    source.start(sink);
    HostConnected listing = sink.awaitListing(0);

    // Then
    assertThat(listing.name()).isEqualTo("it-host");
    assertThat(listing.vms())
        .contains(
            new ListedVm(off.id(), off.name(), RunState.SHUT_OFF, null),
            new ListedVm(on.id(), on.name(), RunState.RUNNING, instance));
    TagoutEvent connected = sink.events().getLast();
    assertThat(connected.host()).isEqualTo(HOST);
    assertThat(connected.source()).isEqualTo(URI.create("/libvirt/it-host"));
    assertThat(connected.time()).isBetween(before.minusMillis(1), Instant.now());
    assertThat(sink.eventsOf(off.id()))
        .singleElement()
        .satisfies(e -> assertThat(e.time()).isEqualTo(connected.time()))
        .satisfies(e -> assertThat(tier(e)).isEqualTo("internal"))
        .satisfies(
            e ->
                assertThat(((VmDefined) e.data()).configuration().nics())
                    .containsExactly(new Nic("user", null, "52:54:00:7a:60:01")));
    assertThat(sink.typesOf(on.id())).containsExactly(VM_DEFINED);
  }

  @Test
  void tellsOfStartAndStop() {
    // Given
    Vm vm = libvirt.define();
    source.start(sink);
    sink.awaitListing(0);

    // When
    libvirt.start(vm);
    String instance = libvirt.instance(vm);
    sink.awaitLast(vm.id(), VM_DEFINED);
    libvirt.destroy(vm);
    sink.awaitLast(vm.id(), VM_STOPPED);

    // Then
    List<TagoutEvent> told = sink.eventsOf(vm.id());
    assertThat(sink.typesOf(vm.id()))
        .containsExactly(VM_DEFINED, VM_STARTED, VM_DEFINED, VM_STOPPED);
    assertThat(told.get(1).data()).isEqualTo(new VmStarted(HOST, StartCause.BOOT, instance));
    assertThat(told.get(3).data()).isEqualTo(new VmStopped(HOST, StopCause.DESTROYED));
    assertThat(told).extracting(TagoutEvent::time).isSorted().doesNotHaveDuplicates();
    assertThat(told).extracting(TagoutEvent::id).doesNotHaveDuplicates();
  }

  @Test
  void tellsOfDefinitionsThatComeChangeAndGo() {
    // Given
    source.start(sink);
    sink.awaitListing(0);

    // When
    Vm vm = libvirt.define();
    sink.awaitEvents("defined", vm.id(), told -> told.size() == 1);
    libvirt.redefine(vm, "restricted");
    sink.awaitEvents("changed", vm.id(), told -> told.size() == 2);
    libvirt.virsh("undefine", vm.uuid());
    sink.awaitLast(vm.id(), VM_REMOVED);

    // Then
    List<TagoutEvent> told = sink.eventsOf(vm.id());
    assertThat(sink.typesOf(vm.id())).containsExactly(VM_DEFINED, VM_DEFINED, VM_REMOVED);
    assertThat(tier(told.get(0))).isEqualTo("internal");
    assertThat(tier(told.get(1))).isEqualTo("restricted");
  }

  @Test
  void tellsTheNewNameUnderTheSameId() {
    // Given
    Vm vm = libvirt.define();
    source.start(sink);
    sink.awaitListing(0);

    // When
    libvirt.virsh("domrename", vm.uuid(), vm.name() + "-renamed");
    sink.awaitEvents("renamed", vm.id(), told -> told.size() == 2);

    // Then
    assertThat(sink.typesOf(vm.id())).containsExactly(VM_DEFINED, VM_DEFINED);
    assertThat(((VmDefined) sink.eventsOf(vm.id()).getLast().data()).name())
        .isEqualTo(vm.name() + "-renamed");
  }

  @Test
  void tellsOfSaveAndRestore() {
    // Given
    Vm vm = libvirt.define();
    libvirt.start(vm);
    source.start(sink);
    sink.awaitListing(0);

    // When
    libvirt.virsh("managedsave", vm.uuid());
    sink.awaitLast(vm.id(), VM_STOPPED);
    libvirt.start(vm);
    sink.awaitLast(vm.id(), VM_DEFINED);

    // Then
    List<TagoutEvent> told = sink.eventsOf(vm.id());
    assertThat(sink.typesOf(vm.id()))
        .containsExactly(VM_DEFINED, VM_STOPPED, VM_STARTED, VM_DEFINED);
    assertThat(told.get(1).data()).isEqualTo(new VmStopped(HOST, StopCause.SAVED));
    assertThat(told.get(2).data())
        .isEqualTo(new VmStarted(HOST, StartCause.RESTORE, libvirt.instance(vm)));
  }

  @Test
  void aVmThatIsUndefinedWhileItRunsIsThereUntilItStops() {
    // Given
    Vm vm = libvirt.define();
    libvirt.start(vm);
    source.start(sink);
    sink.awaitListing(0);

    // When
    libvirt.virsh("undefine", vm.uuid());
    libvirt.destroy(vm);
    sink.awaitLast(vm.id(), VM_REMOVED);

    // Then
    assertThat(sink.typesOf(vm.id())).containsExactly(VM_DEFINED, VM_STOPPED, VM_REMOVED);
  }

  @Test
  void aVmWithoutDefinitionIsGoneWhenItStops() {
    // Given
    source.start(sink);
    sink.awaitListing(0);

    // When
    Vm vm = libvirt.createTransient();
    sink.awaitLast(vm.id(), VM_DEFINED);
    libvirt.destroy(vm);
    sink.awaitLast(vm.id(), VM_REMOVED);

    // Then
    assertThat(sink.typesOf(vm.id()))
        .containsExactly(VM_STARTED, VM_DEFINED, VM_STOPPED, VM_REMOVED);
  }

  @Test
  void tellsTheDefinitionThatWasChangedWhileTheVmRanWhenItStops() {
    // Given
    Vm vm = libvirt.define();
    libvirt.start(vm);
    source.start(sink);
    sink.awaitListing(0);
    libvirt.redefine(vm, "restricted");
    sink.awaitEvents("told what it runs with", vm.id(), told -> told.size() == 2);

    // When
    libvirt.destroy(vm);
    sink.awaitLast(vm.id(), VM_DEFINED);

    // Then
    List<TagoutEvent> told = sink.eventsOf(vm.id());
    assertThat(sink.typesOf(vm.id()))
        .containsExactly(VM_DEFINED, VM_DEFINED, VM_STOPPED, VM_DEFINED);
    assertThat(tier(told.get(1))).isEqualTo("internal");
    assertThat(tier(told.get(3))).isEqualTo("restricted");
  }

  @Test
  void losesAndInventsNothingWhenTheDaemonIsRestarted() {
    assumeTrue(LibvirtDaemon.mayRestart(), "libvirtd is not ours to restart");

    // Given
    Vm runsOn = libvirt.define();
    Vm dies = libvirt.define();
    Vm starts = libvirt.define();
    libvirt.start(runsOn);
    libvirt.start(dies);
    String instance = libvirt.instance(runsOn);
    source.start(sink);
    sink.awaitListing(0);

    // When
    libvirt.stopDaemon();
    sink.awaitState(ConnectionState.Disconnected.class);
    libvirt.killQemu(dies);
    libvirt.startDaemon();
    libvirt.start(starts);
    HostConnected listing = sink.awaitListing(1);
    sink.awaitEvents(
        "the start in the gap, as an event or in the listing",
        starts.id(),
        told -> told.stream().anyMatch(e -> e.type() == VM_STARTED) || runs(listing, starts.id()));

    // Then
    assertThat(listing.vms())
        .contains(
            new ListedVm(runsOn.id(), runsOn.name(), RunState.RUNNING, instance),
            new ListedVm(dies.id(), dies.name(), RunState.SHUT_OFF, null));
    assertThat(sink.typesOf(runsOn.id())).containsExactly(VM_DEFINED, VM_DEFINED);
    assertThat(instancesTold(starts.id(), listing)).containsOnly(libvirt.instance(starts));
    assertThat(hostEvents()).containsExactly(HOST_CONNECTED, HOST_DISCONNECTED, HOST_CONNECTED);
    assertThat(sink.events()).extracting(TagoutEvent::time).isSorted();
  }

  @Test
  void staysConnectedToADaemonThatIsSilent() {
    // Given
    source.start(sink);
    sink.awaitListing(0);
    Instant longEnough = Instant.now().plus(Connection.SILENCE).plus(Duration.ofSeconds(2));

    // When
    await("longer than the keep-alive's patience")
        .atMost(Connection.SILENCE.plus(Duration.ofSeconds(10)))
        .until(() -> Instant.now().isAfter(longEnough));

    // Then
    assertThat(sink.states())
        .containsExactly(new ConnectionState.Connecting(), new ConnectionState.Connected());
  }

  private List<EventType> hostEvents() {
    return sink.events().stream()
        .filter(e -> e.subject().equals(HOST.value()))
        .map(TagoutEvent::type)
        .toList();
  }

  private List<String> instancesTold(VmId vm, HostConnected listing) {
    return Stream.concat(
            sink.eventsOf(vm).stream()
                .filter(e -> e.type() == VM_STARTED)
                .map(e -> ((VmStarted) e.data()).instance()),
            listing.vms().stream()
                .filter(l -> l.id().equals(vm) && l.instance() != null)
                .map(ListedVm::instance))
        .toList();
  }

  private static boolean runs(HostConnected listing, VmId vm) {
    return listing.vms().stream().anyMatch(l -> l.id().equals(vm) && l.state() == RunState.RUNNING);
  }

  private static String tier(TagoutEvent defined) {
    return ((VmDefined) defined.data()).configuration().tier();
  }
}
