package dev.tagout.contracts.finding;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.id.VmId;
import java.time.Instant;
import java.util.List;

/** What events of every class have, so that numbers and their names are written together. */
final class OcsfEvent {
  /** The number for what OCSF has no word for; the name beside it says what it is. */
  static final int OTHER = 99;

  /** The profile that says what became of something. */
  static final String SECURITY_CONTROL = "security_control";

  /** The profile that says which machine, and who acted. */
  static final String HOST = "host";

  /** The profile that says of which distributed trace it is. */
  private static final String TRACE = "trace";

  private static final String VERSION = "1.8.0";
  private static final int TYPE_VIRTUAL = 6;
  private static final int DEVICE_UID = 47;

  private final ObjectNode json = JsonNodeFactory.instance.objectNode();
  private final int type;
  private final String name;

  /**
   * An event of a class.
   *
   * @param type {@code class_uid}
   * @param name the class's caption
   * @param category the caption of its category
   */
  OcsfEvent(int type, String name, String category) {
    this.type = type;
    this.name = name;
    json.put("class_uid", type).put("class_name", name);
    json.put("category_uid", type / 1000).put("category_name", category);
  }

  ObjectNode json() {
    return json;
  }

  /**
   * What was done.
   *
   * @param id {@code activity_id}
   * @param word its caption; of {@link #OTHER}, our own word
   */
  void activity(int id, String word) {
    json.put("activity_id", id).put("activity_name", word);
    json.put("type_uid", type * 100L + id);
    json.put("type_name", name + ": " + (id == OTHER ? "Other" : word));
  }

  void at(Instant time) {
    json.put("time", time.toEpochMilli()).put("timezone_offset", 0);
  }

  void severity(OcsfSeverity severity) {
    json.put("severity_id", severity.id()).put("severity", severity.caption());
  }

  void status(int id, String word) {
    json.put("status_id", id).put("status", word);
  }

  /** Of the profile {@code security_control}. */
  void disposition(Disposition disposition) {
    json.put("action_id", disposition.actionId()).put("action", disposition.action());
    json.put("disposition_id", disposition.id()).put("disposition", disposition.caption());
  }

  /**
   * Where it comes from.
   *
   * @param id the event's
   * @param correlation what events of one matter have in common
   * @param code our own word for what happened
   * @param applied the profiles whose fields it has
   */
  void metadata(String id, String correlation, String code, String... applied) {
    ObjectNode metadata = json.putObject("metadata").put("version", VERSION);
    Product.describe(metadata.putObject("product"));
    ArrayNode profiles = metadata.putArray("profiles");
    List.of(applied).forEach(profiles::add);
    metadata.put("uid", id).put("correlation_uid", correlation).put("event_code", code);
  }

  /**
   * Of which trace it is, with the profile {@code trace}. After {@link #metadata}.
   *
   * @param id 32 hexadecimal digits (W3C Trace Context, §3.2.2.3); null when it is of none
   */
  void trace(String id) {
    if (id != null) {
      json.withArray("/metadata/profiles").add(TRACE);
      json.putObject("trace").put("uid", id);
    }
  }

  /** Which of the events of its matter it is, from 1. After {@link #metadata}. */
  void sequence(int sequence) {
    json.withObject("/metadata").put("sequence", sequence);
  }

  /**
   * Of the profile {@code security_control}.
   *
   * @param applied whether what the policies say is done
   */
  void policy(Decision decision, boolean applied) {
    ObjectNode policy = json.putObject("policy");
    policy.put("name", "tagout").put("uid", "tagout").put("type", "vm-start");
    policy.put("version", SafeText.of(decision.revision(), SafeText.NAME));
    policy.put("is_applied", applied);
  }

  /** The VM as a device, and as something to search for. */
  ObjectNode device(VmId vm, String label) {
    String id = SafeText.of(vm.value(), SafeText.NAME);
    json.putArray("observables")
        .addObject()
        .put("name", "device.uid")
        .put("type_id", DEVICE_UID)
        .put("type", "Device: uid")
        .put("value", id);
    return json.putObject("device")
        .put("type_id", TYPE_VIRTUAL)
        .put("type", "Virtual")
        .put("uid", id)
        .put("name", SafeText.of(label, SafeText.NAME))
        .put("hypervisor", platform(vm));
  }

  /** The kind of hypervisor, such as {@code libvirt}. */
  static String platform(VmId vm) {
    String id = vm.value();
    return SafeText.of(id.substring(0, id.indexOf(':')), SafeText.NAME);
  }
}
