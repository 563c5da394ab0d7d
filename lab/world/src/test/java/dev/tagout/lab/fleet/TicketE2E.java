package dev.tagout.lab.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.lab.fleet.Fleet.Place;
import dev.tagout.lab.fleet.Fleet.Start;
import dev.tagout.lab.infrastructure.Checkout;
import dev.tagout.lab.world.Ports;
import dev.tagout.lab.world.Program;
import dev.tagout.lab.world.World;
import dev.tagout.lab.world.WorldSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** Real starts on libvirt while policy-evaluation hangs or dies. */
@EnabledIfEnvironmentVariable(
    named = "TAGOUT_TEST_LIBVIRT",
    matches = "qemu:///system",
    disabledReason = "no libvirt: TAGOUT_TEST_LIBVIRT is not set")
class TicketE2E {
  /** The hook's deadline, as it is installed. */
  private static final Duration DEADLINE = Duration.ofSeconds(3);

  /** What virsh, libvirt and QEMU take beside the hook on a busy machine. */
  private static final Duration BESIDE = Duration.ofSeconds(5);

  private static final Checkout CHECKOUT = Checkout.current();

  @TempDir Path data;

  @Test
  void aStartThatWaitsGetsTheAnswerOfItsTicket() throws Exception {
    // Given
    WorldSettings settings =
        WorldSettings.in(CHECKOUT, Ports.free())
            .withData(data)
            .withoutSimulator()
            .with(LibvirtFleet.hypervisor());
    try (World world = World.start(settings)) {
      LibvirtHook hook =
          LibvirtHook.installWithTickets(
              LibvirtHook.DEMO,
              CHECKOUT.root(),
              data,
              world.url(Program.POLICY_EVALUATION),
              LibvirtFleet.HOST,
              settings.ticketKey());
      try (LibvirtFleet fleet = new LibvirtFleet(hook, data);
          ExecutorService person = Executors.newSingleThreadExecutor()) {
        Api policy = new Api(world.url(Program.POLICY_EVALUATION));
        Verdicts verdicts = new Verdicts(policy, new Api(world.url(Program.REMEDIATION)));
        Facts facts = new Facts(new Api(world.url(Program.COLLECTOR)), policy);
        String fit = fleet.vmId("web-01");
        String unfit = fleet.vmId("db-01");
        facts.harden(fleet.hostId(Place.INTERNAL));
        facts.assignHost(fleet.hostId(Place.INTERNAL), "internal");
        for (String vm : new String[] {"web-01", "db-01"}) {
          facts.assignVm(fleet.vmId(vm), "internal", "shop");
          facts.protect(fleet.vmId(vm));
          fleet.define(vm, Place.INTERNAL);
        }
        facts.scan(fit, Duration.ofHours(2));
        verdicts.await(fit, "allowed there", TicketE2E::isAllowedWhereItIsDefined);
        verdicts.awaitOutcome(unfit, "DENIED");
        hook.exchangeTickets();
        ProcessHandle gate = processOf(Program.POLICY_EVALUATION);

        // When
        signal("STOP", gate);
        Start whileItHangs = fleet.start("web-01");
        Start unfitWhileItHangs = fleet.start("db-01");
        signal("CONT", gate);
        hook.exchangeTickets();
        verdicts.await(fit, "running", verdict -> is(verdict, "placement", "running"));

        // Then
        assertThat(whileItHangs.runs()).as(whileItHangs.text()).isTrue();
        assertThat(unfitWhileItHangs.runs()).isFalse();
        assertThat(unfitWhileItHangs.text()).contains("patch/unknown", "by a ticket valid until");
        JsonNode vm = verdicts.awaitVm(fit, "admitted", TicketE2E::isAdmitted);
        assertThat(vm.path("placements").path(0).path("admission").asText()).isEqualTo("admitted");
        assertThat(decidedByTicket(policy, fit)).isEqualTo(1);
        assertThat(decidedByTicket(policy, unfit)).isEqualTo(1);

        // Given
        fleet.stop("web-01");
        verdicts.await(fit, "allowed there", TicketE2E::isAllowedWhereItIsDefined);
        hook.exchangeTickets();

        // When
        signal("STOP", gate);
        long began = System.nanoTime();
        Future<Start> waiting = person.submit(() -> fleet.start("web-01"));
        await(hook::isAsking);
        gate.destroyForcibly();
        Start whileItDies = waiting.get(1, TimeUnit.MINUTES);
        Duration took = Duration.ofNanos(System.nanoTime() - began);

        // Then
        assertThat(whileItDies.runs()).as(whileItDies.text()).isTrue();
        assertThat(took).isLessThan(DEADLINE.plus(BESIDE));
        assertThat(fleet.start("db-01").text())
            .contains("patch/unknown", "by a ticket valid until");
      }
    }
  }

  private static boolean isAllowedWhereItIsDefined(JsonNode verdict) {
    return is(verdict, "outcome", "ALLOWED")
        && is(verdict, "placement", "defined")
        && is(verdict.path("host"), "id", "libvirt:" + LibvirtFleet.HOST);
  }

  private static boolean is(JsonNode node, String field, String value) {
    return node.path(field).asText().equalsIgnoreCase(value);
  }

  private static boolean isAdmitted(JsonNode vm) {
    return is(vm.path("placements").path(0), "admission", "admitted");
  }

  private static long decidedByTicket(Api policy, String vm) throws InterruptedException {
    JsonNode page = policy.get("/v1/decisions?vm=" + vm).body();
    return StreamSupport.stream(page.path("items").spliterator(), false)
        .filter(decision -> decision.has("ticket"))
        .count();
  }

  /** A child of this JVM, by what its command line names. */
  private static ProcessHandle processOf(Program program) {
    return ProcessHandle.current()
        .descendants()
        .filter(
            process ->
                process.info().commandLine().orElse("").contains("services/" + program + "/target"))
        .findAny()
        .orElseThrow();
  }

  private static void signal(String signal, ProcessHandle process)
      throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long patience = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(patience);
      Thread.sleep(10);
    }
  }
}
