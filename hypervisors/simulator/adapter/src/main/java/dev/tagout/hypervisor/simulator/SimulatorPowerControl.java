package dev.tagout.hypervisor.simulator;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.tagout.contracts.event.RunState;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.json.Require;
import dev.tagout.hypervisor.HypervisorException;
import dev.tagout.hypervisor.PowerControl;
import dev.tagout.hypervisor.PowerState;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Power control over the simulator's HTTP. Every change names the host, and what ends a run the
 * run; the simulator refuses it when the VM has moved elsewhere or was started again meanwhile, and
 * nothing comes between that look and the act. A site has one simulator: it reaches every host of
 * that platform.
 */
final class SimulatorPowerControl implements PowerControl {
  /** Longer than the simulator's start hook may hold a VM. */
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Endpoint endpoint;

  SimulatorPowerControl(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  public boolean reaches(HostId host) {
    return host.platform().equals(SimulatorAdapter.TYPE);
  }

  @Override
  public Optional<PowerState> state(HostId host, VmId vm) {
    HttpResponse<byte[]> response = send(HttpRequest.newBuilder(endpoint.at(path(vm))).GET());
    if (response.statusCode() == 404) {
      return Optional.empty();
    }
    ShownVm shown = read(done(response));
    return shown.host().equals(host.nativeId()) ? Optional.of(shown.power()) : Optional.empty();
  }

  @Override
  public void shutDown(HostId host, VmId vm, String instance) {
    end(host, vm, instance, "/stop");
  }

  @Override
  public void powerOff(HostId host, VmId vm, String instance) {
    end(host, vm, instance, "/power-off");
  }

  @Override
  public void save(HostId host, VmId vm, String instance) {
    end(host, vm, instance, "/save");
  }

  @Override
  public void disableAutostart(HostId host, VmId vm) {
    post(vm, "/autostart?enabled=false&host=" + encoded(host.nativeId()));
  }

  @Override
  public void close() {
    endpoint.close();
  }

  private void end(HostId host, VmId vm, String instance, String operation) {
    post(vm, operation + "?host=" + encoded(host.nativeId()) + "&instance=" + encoded(instance));
  }

  private void post(VmId vm, String operation) {
    done(
        send(
            HttpRequest.newBuilder(endpoint.at(path(vm) + operation))
                .POST(HttpRequest.BodyPublishers.noBody())));
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request) {
    try {
      return endpoint
          .client()
          .send(
              request.timeout(TIMEOUT).header("Accept", "application/json").build(),
              HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new HypervisorException("the simulator cannot be reached", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HypervisorException("interrupted while the simulator was asked", e);
    }
  }

  private static HttpResponse<byte[]> done(HttpResponse<byte[]> response) {
    if (response.statusCode() != 200) {
      throw new HypervisorException(
          "the simulator answered with status " + response.statusCode() + detail(response.body()));
    }
    return response;
  }

  private static String detail(byte[] problem) {
    try {
      String detail = Json.tree(problem).path("detail").asText();
      return detail.isEmpty() ? "" : ": " + detail;
    } catch (ContractViolation e) {
      return "";
    }
  }

  private static ShownVm read(HttpResponse<byte[]> response) {
    try {
      return Json.read(response.body(), ShownVm.class);
    } catch (ContractViolation e) {
      throw new HypervisorException("the simulator's answer makes no sense", e);
    }
  }

  private static String path(VmId vm) {
    return "/v1/vms/" + encoded(vm.nativeId());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** What is needed of a VM as the simulator shows it. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  private record ShownVm(RunState state, String host, String instance) {
    ShownVm {
      Require.present(state, "state");
      Require.present(host, "host");
    }

    /** A state that this version does not know counts as running: it must not pass as off. */
    PowerState power() {
      return switch (state) {
        case SHUT_OFF -> PowerState.off();
        case RUNNING, PAUSED, UNRECOGNIZED -> new PowerState(true, instance);
      };
    }
  }
}
