package dev.tagout.simulator.stream;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.tagout.contracts.event.EventData;
import dev.tagout.contracts.event.RunState;
import dev.tagout.contracts.event.TagoutEvent;
import dev.tagout.contracts.event.VmConfiguration;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.simulator.world.Listing;
import dev.tagout.simulator.world.Name;
import dev.tagout.simulator.world.Vm;
import java.time.Instant;
import java.util.List;

/** One line of the stream; {@code line} says which. */
@JsonPropertyOrder({"line"})
sealed interface StreamLine {
  @JsonProperty
  String line();

  /**
   * The first line: everything there is, or the one host that was asked for. Again and again, for
   * who asks for that; then events from before it may be told after it.
   */
  record Hosts(String line, Instant listedAt, List<ListedHost> hosts) implements StreamLine {
    static Hosts of(Listing listing) {
      return new Hosts(
          "listing", listing.listedAt(), listing.hosts().stream().map(ListedHost::of).toList());
    }
  }

  /** A host with all of its VMs. */
  record ListedHost(HostId id, Name name, List<ListedVm> vms) {
    static ListedHost of(Listing.Host host) {
      return new ListedHost(
          host.name().asHost(), host.name(), host.vms().stream().map(ListedVm::of).toList());
    }
  }

  /** A VM with its definition. */
  record ListedVm(
      VmId id, Name name, RunState state, String instance, VmConfiguration configuration) {
    static ListedVm of(Vm vm) {
      return new ListedVm(
          vm.name().asVm(), vm.name(), vm.power().state(), vm.instance(), vm.configuration());
    }
  }

  /**
   * Something happened.
   *
   * @param id made when it happened: the same however often it is sent
   * @param type as in the contracts, and so is {@code data}
   */
  record Happened(String line, String id, Instant time, String type, String subject, EventData data)
      implements StreamLine {
    static Happened of(TagoutEvent event) {
      return new Happened(
          "event",
          event.id(),
          event.time(),
          event.type().wireName(),
          event.subject(),
          event.data());
    }
  }

  /**
   * Nothing happened.
   *
   * @param time later than every event so far
   */
  record Heartbeat(String line, Instant time) implements StreamLine {
    static Heartbeat at(Instant time) {
      return new Heartbeat("heartbeat", time);
    }
  }
}
