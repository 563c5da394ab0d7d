package dev.tagout.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.tagout.contracts.event.HostConnected;
import dev.tagout.contracts.event.ListedVm;
import dev.tagout.contracts.event.RunState;
import dev.tagout.contracts.event.TagoutEvent;
import dev.tagout.contracts.event.VmMigrated;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.hypervisor.ConnectionState;
import dev.tagout.hypervisor.HypervisorAdapter;
import dev.tagout.hypervisor.HypervisorException;
import dev.tagout.hypervisor.HypervisorSettings;
import dev.tagout.hypervisor.LifecycleSink;
import dev.tagout.hypervisor.LifecycleSource;
import dev.tagout.hypervisor.PowerControl;
import dev.tagout.hypervisor.PowerState;
import dev.tagout.hypervisor.simulator.SimulatorAdapter;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The adapter against the real simulator. */
@QuarkusTest
@WithTestResource(FakeGate.class)
class AdapterTest {
  private final HypervisorAdapter adapter = new SimulatorAdapter();
  private final Sink sink = new Sink();
  private FakeGate gate;
  private String host;
  private LifecycleSource source;

  @TestHTTPResource URI simulator;

  @BeforeEach
  void begin() {
    Lab.noFaults();
    gate.answers(FakeGate.admitted());
    host = Lab.host();
  }

  @AfterEach
  void end() {
    if (source != null) {
      source.close();
    }
    Lab.noFaults();
  }

  @Test
  void tellsOfEveryStepOfALife() {
    // Given
    String other = Lab.host();
    connect();

    // When
    String vm = Lab.running(host);
    Lab.post(vm, "migrate?to=" + other);
    Lab.post(vm, "stop");
    RestAssured.delete("/v1/vms/" + vm);

    // Then
    await("the removal").until(() -> sink.told(vm).contains("VM_REMOVED"));
    assertThat(sink.told(vm))
        .containsExactly(
            "VM_DEFINED", "VM_STARTED", "VM_MIGRATED", "VM_DEFINED", "VM_STOPPED", "VM_REMOVED");
    assertThat(sink.events(vm).get(2).data())
        .isInstanceOfSatisfying(
            VmMigrated.class,
            migrated -> {
              assertThat(migrated.from()).isEqualTo(hostId(host));
              assertThat(migrated.to()).isEqualTo(hostId(other));
            });
  }

  @Test
  void losesNothingWhileTheStreamIsCut() {
    // Given
    String stopped = Lab.running(host);
    String started = Lab.vm(host);
    connect();
    Lab.faults(Map.of("events", "cut")).statusCode(200);
    await("that the host is out of reach")
        .until(() -> sink.told(host).contains("HOST_DISCONNECTED"));

    // When
    Lab.post(stopped, "stop").statusCode(200);
    Lab.post(started, "start").statusCode(200);
    Lab.faults(Map.of("events", "normal")).statusCode(200);

    // Then
    await("the next listing").until(() -> sink.last(host).data() instanceof HostConnected);
    assertThat(sink.states).hasAtLeastOneElementOfType(ConnectionState.Disconnected.class);
    assertThat(sink.events(host)).extracting(TagoutEvent::time).isSorted();
    assertThat(((HostConnected) sink.last(host).data()).vms())
        .containsExactlyInAnyOrder(
            new ListedVm(vmId(stopped), stopped, RunState.SHUT_OFF, null),
            new ListedVm(vmId(started), started, RunState.RUNNING, Lab.instance(started)));
  }

  @Test
  void tellsOfHostsThatComeAndGo() {
    // Given
    connect();

    // When
    String coming = Lab.host();
    RestAssured.delete("/v1/hosts/" + coming);

    // Then
    await("the removal").until(() -> sink.told(coming).contains("HOST_REMOVED"));
    assertThat(sink.told(coming)).containsExactly("HOST_CONNECTED", "HOST_REMOVED");
  }

  @Test
  void changesThePower() {
    // Given
    String shutDown = Lab.running(host);
    String poweredOff = Lab.running(host);
    String saved = Lab.running(host);
    String run = Lab.instance(poweredOff);
    try (PowerControl control = adapter.powerControl(settings())) {

      // When
      control.shutDown(hostId(host), vmId(shutDown), Lab.instance(shutDown));
      control.powerOff(hostId(host), vmId(poweredOff), run);
      control.powerOff(hostId(host), vmId(poweredOff), run);
      control.save(hostId(host), vmId(saved), Lab.instance(saved));

      // Then
      assertThat(List.of(shutDown, poweredOff, saved))
          .allSatisfy(
              vm -> assertThat(control.state(hostId(host), vmId(vm))).contains(PowerState.off()));
      Lab.show(saved).body("saved", equalTo(true));
    }
  }

  @Test
  void knowsARunByItsInstance() {
    // Given
    String vm = Lab.running(host);
    try (PowerControl control = adapter.powerControl(settings())) {

      // When
      var here = control.state(hostId(host), vmId(vm));
      var elsewhere = control.state(hostId(Lab.host()), vmId(vm));
      var nobody = control.state(hostId(host), vmId("nobody"));

      // Then
      assertThat(here).contains(new PowerState(true, Lab.instance(vm)));
      assertThat(elsewhere).isEmpty();
      assertThat(nobody).isEmpty();
    }
  }

  @Test
  void takesTheMarkOfAutostart() {
    // Given
    String vm = "marked-" + host;
    Lab.define(vm, Map.of("host", host, "autostart", true));
    try (PowerControl control = adapter.powerControl(settings())) {

      // When
      control.disableAutostart(hostId(host), vmId(vm));

      // Then
      Lab.show(vm).body("autostart", equalTo(false));
    }
  }

  @Test
  void doesNotTouchAVmThatWasStartedAgain() {
    // Given
    String vm = Lab.running(host);
    String first = Lab.instance(vm);
    Lab.post(vm, "power-off").statusCode(200);
    Lab.post(vm, "start").statusCode(200);
    String second = Lab.instance(vm);
    try (PowerControl control = adapter.powerControl(settings())) {

      // When
      // Then
      assertThatThrownBy(() -> control.powerOff(hostId(host), vmId(vm), first))
          .isInstanceOf(HypervisorException.class)
          .hasMessageContaining("status 409")
          .hasMessageContaining(vm + " runs as " + second + ", not as " + first);
      assertThat(control.state(hostId(host), vmId(vm))).contains(new PowerState(true, second));
    }
  }

  @Test
  void doesNotTouchAVmThatMovedAway() {
    // Given
    String vm = Lab.running(host);
    try (PowerControl control = adapter.powerControl(settings())) {
      HostId elsewhere = hostId(Lab.host());

      // When
      // Then
      assertThatThrownBy(() -> control.powerOff(elsewhere, vmId(vm), Lab.instance(vm)))
          .isInstanceOf(HypervisorException.class)
          .hasMessageContaining(vm + " is on " + host);
      Lab.show(vm).body("state", equalTo("running"));
    }
  }

  @Test
  void listsAgainWhileItIsConnected() {
    // Given
    String vm = Lab.running(host);
    connect(Duration.ofMillis(200));
    ListedVm running = new ListedVm(vmId(vm), vm, RunState.RUNNING, Lab.instance(vm));
    await("a listing with the run").until(() -> sink.listedAgain(host).contains(running));

    // When
    Lab.post(vm, "stop");

    // Then
    await("a listing without it")
        .until(
            () ->
                sink.listedAgain(host)
                    .contains(new ListedVm(vmId(vm), vm, RunState.SHUT_OFF, null)));
    assertThat(sink.told(vm)).containsExactly("VM_DEFINED", "VM_STOPPED");
    assertThat(sink.told(host)).containsOnly("HOST_CONNECTED");
  }

  private void connect() {
    connect(Duration.ofSeconds(30));
  }

  private void connect(Duration listEvery) {
    source = adapter.source(settings(), listEvery);
    source.start(sink);
    await("the listing").until(() -> sink.states.contains(new ConnectionState.Connected()));
  }

  private HypervisorSettings settings() {
    return new HypervisorSettings("lab", "simulator", simulator.toString(), Map.of());
  }

  private static HostId hostId(String name) {
    return HostId.of("simulator", name);
  }

  private static VmId vmId(String name) {
    return VmId.of("simulator", name);
  }

  /** Keeps what it is told. */
  private static final class Sink implements LifecycleSink {
    private final List<TagoutEvent> events = new CopyOnWriteArrayList<>();
    private final List<ConnectionState> states = new CopyOnWriteArrayList<>();

    @Override
    public void accept(TagoutEvent event) {
      events.add(event);
    }

    @Override
    public void connection(ConnectionState state) {
      states.add(state);
    }

    List<TagoutEvent> events(String name) {
      return events.stream().filter(e -> e.subject().equals("simulator:" + name)).toList();
    }

    /** What the newest listing says that was told again. */
    List<ListedVm> listedAgain(String host) {
      return events(host).stream()
          .map(TagoutEvent::data)
          .filter(data -> data instanceof HostConnected listing && listing.toldAgain())
          .map(data -> ((HostConnected) data).vms())
          .reduce(List.of(), (before, after) -> after);
    }

    TagoutEvent last(String name) {
      return events(name).get(events(name).size() - 1);
    }

    List<String> told(String name) {
      return events(name).stream().map(event -> event.type().name()).toList();
    }
  }
}
