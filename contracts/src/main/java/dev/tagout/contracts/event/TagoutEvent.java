package dev.tagout.contracts.event;

import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.Ids;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Require;
import java.net.URI;
import java.time.Instant;

/**
 * A lifecycle event or an observation. The attributes are those of CloudEvents 1.0.
 *
 * @param id from which a re-delivery is recognised, together with the source
 * @param source who saw it, a URI reference such as {@code /collector/libvirt/lab}
 * @param subject id of the VM or host
 * @param time when it was observed; the newer of two facts counts
 */
public record TagoutEvent(
    String id, URI source, EventType type, String subject, Instant time, EventData data) {
  public TagoutEvent {
    Require.text(id, 200, "id");
    Require.present(source, "source");
    Require.present(type, "type");
    Require.present(subject, "subject");
    Require.present(time, "time");
    Require.present(data, "data");
    if (!type.dataType().isInstance(data)) {
      throw new ContractViolation(
          "data", "is a " + data.getClass().getSimpleName() + ", which is not of type " + type);
    }
    try {
      switch (type.subjectKind()) {
        case VM -> new VmId(subject);
        case HOST -> new HostId(subject);
      }
    } catch (ContractViolation e) {
      throw e.within("subject");
    }
  }

  /** An event about a VM for which its source has no identity: the id is a new UUIDv7. */
  public static TagoutEvent ofVm(
      EventType type, VmId vm, Instant time, URI source, EventData data) {
    return new TagoutEvent(Ids.next(), source, type, vm.value(), time, data);
  }

  /** As {@link #ofVm}, about a host. */
  public static TagoutEvent ofHost(
      EventType type, HostId host, Instant time, URI source, EventData data) {
    return new TagoutEvent(Ids.next(), source, type, host.value(), time, data);
  }

  /**
   * @throws IllegalStateException when the event is about a host
   */
  public VmId vm() {
    if (type.subjectKind() != SubjectKind.VM) {
      throw new IllegalStateException(type + " is not about a VM");
    }
    return new VmId(subject);
  }

  /**
   * @throws IllegalStateException when the event is about a VM
   */
  public HostId host() {
    if (type.subjectKind() != SubjectKind.HOST) {
      throw new IllegalStateException(type + " is not about a host");
    }
    return new HostId(subject);
  }
}
