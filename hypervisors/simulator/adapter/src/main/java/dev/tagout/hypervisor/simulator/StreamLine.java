package dev.tagout.hypervisor.simulator;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.event.EventData;
import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.RunState;
import dev.tagout.contracts.event.VmConfiguration;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.json.Require;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** One line of the simulator's event stream. */
sealed interface StreamLine {
  /** Everything there was at that time; events from before it may come after it. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Listing(Instant listedAt, List<ListedHost> hosts) implements StreamLine {
    public Listing {
      Require.present(listedAt, "listedAt");
      hosts = Require.presentList(hosts, "hosts");
    }
  }

  /** A host in a listing. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record ListedHost(HostId id, String name, List<DefinedVm> vms) {
    public ListedHost {
      requireOurs(Require.present(id, "id").platform(), "id");
      Require.text(name, 255, "name");
      vms = Require.presentList(vms, "vms");
    }
  }

  /** A VM in a listing, with its definition. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record DefinedVm(
      VmId id, String name, RunState state, String instance, VmConfiguration configuration) {
    public DefinedVm {
      requireOurs(Require.present(id, "id").platform(), "id");
      Require.present(state, "state");
    }
  }

  /** Something happened; the id is the same however often it is told. */
  record Happened(String id, Instant time, EventType type, String subject, EventData data)
      implements StreamLine {
    public Happened {
      Require.present(time, "time");
      requireOurs(Require.present(subject, "subject").split(":", 2)[0], "subject");
    }
  }

  /** Nothing happened up to that time. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Heartbeat(Instant time) implements StreamLine {
    public Heartbeat {
      Require.present(time, "time");
    }
  }

  /** A line of a kind that this version does not know, or an event of such a type. */
  record Unknown() implements StreamLine {}

  /**
   * @throws ContractViolation that says what is wrong with the line
   */
  static StreamLine read(String text) {
    JsonNode tree = Json.tree(text.getBytes(StandardCharsets.UTF_8));
    return switch (tree.path("line").asText()) {
      case "listing" -> Json.fromTree(tree, Listing.class);
      case "event" -> event(tree);
      case "heartbeat" -> Json.fromTree(tree, Heartbeat.class);
      default -> new Unknown();
    };
  }

  private static StreamLine event(JsonNode tree) {
    EventType type = EventType.ofWireName(tree.path("type").asText()).orElse(null);
    if (type == null || !type.isLifecycle()) {
      return new Unknown();
    }
    Envelope envelope = Json.fromTree(tree, Envelope.class);
    EventData data = data(Require.present(envelope.data(), "data"), type);
    return new Happened(envelope.id(), envelope.time(), type, envelope.subject(), data);
  }

  private static EventData data(JsonNode data, EventType type) {
    try {
      return Json.fromTree(data, type.dataType());
    } catch (ContractViolation e) {
      throw e.within("data");
    }
  }

  private static void requireOurs(String platform, String field) {
    if (!SimulatorAdapter.TYPE.equals(platform)) {
      throw new ContractViolation(field, "is of platform " + platform + ", which is another one's");
    }
  }

  /** An event before its type says how to read the data. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Envelope(String id, Instant time, String subject, JsonNode data) {}
}
