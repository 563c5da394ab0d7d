package dev.tagout.hypervisor.libvirt;

import com.sun.jna.ptr.IntByReference;
import dev.tagout.contracts.event.RunState;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.libvirt.jna.CString;
import org.libvirt.jna.ConnectionPointer;
import org.libvirt.jna.DomainPointer;
import org.libvirt.jna.Libvirt;

/** Reads what libvirt tells of a domain, from a pointer that the caller frees. */
final class DomainDescription {
  private static final int UUID_STRING_BUFLEN = 37;

  /** {@code VIR_DOMAIN_PAUSED} and the reason {@code VIR_DOMAIN_PAUSED_STARTING_UP}. */
  private static final int PAUSED = 3;

  private static final int STARTING_UP = 11;

  private DomainDescription() {}

  /**
   * What libvirt tells of a domain.
   *
   * @return empty when it went away meanwhile
   * @throws LibvirtFailure when the connection is lost
   */
  static Optional<Domain> of(DomainPointer domain, ConnectionPointer connection)
      throws LibvirtFailure {
    String uuid = uuid(domain);
    String name = LibvirtCalls.INSTANCE.virDomainGetName(domain).getString(0, "UTF-8");
    // What the pointer holds is of the instant when it was made: this is what was listed.
    String instance = instance(domain);
    RunState state = instance == null ? RunState.SHUT_OFF : state(domain);
    String xml = null;
    try {
      CString told = Libvirt.INSTANCE.virDomainGetXMLDesc(domain, 0);
      if (told == null) {
        throw LibvirtFailure.last();
      }
      xml = told.toString();
    } catch (LibvirtFailure e) {
      if (e.unknownDomain()) {
        return Optional.empty();
      }
      if (Libvirt.INSTANCE.virConnectIsAlive(connection) != 1) {
        throw e;
      }
    }
    return Optional.of(
        new Domain(uuid, name, state, state == RunState.SHUT_OFF ? null : instance, xml));
  }

  /**
   * What libvirt tells of a domain, without its definition.
   *
   * @return empty when it is starting up, or stopped a moment ago
   * @throws LibvirtFailure when the connection is lost
   */
  static Optional<Domain> settled(DomainPointer domain) throws LibvirtFailure {
    String name = LibvirtCalls.INSTANCE.virDomainGetName(domain).getString(0, "UTF-8");
    String instance = instance(domain);
    RunState state = instance == null ? RunState.SHUT_OFF : state(domain);
    return instance != null && state == RunState.SHUT_OFF
        ? Optional.empty()
        : Optional.of(new Domain(uuid(domain), name, state, instance, null));
  }

  /**
   * A domain that is starting up has an id, and is not started: when its start fails, libvirt says
   * nothing more of it, and when it succeeds, the event is still to come.
   */
  private static RunState state(DomainPointer domain) throws LibvirtFailure {
    IntByReference state = new IntByReference();
    IntByReference reason = new IntByReference();
    try {
      LibvirtFailure.checked(LibvirtCalls.INSTANCE.virDomainGetState(domain, state, reason, 0));
    } catch (LibvirtFailure e) {
      if (e.unknownDomain()) {
        return RunState.SHUT_OFF;
      }
      throw e;
    }
    return switch (state.getValue()) {
      // no state told, running, blocked, being shut down
      case 0, 1, 2, 4 -> RunState.RUNNING;
      case PAUSED -> reason.getValue() == STARTING_UP ? RunState.SHUT_OFF : RunState.PAUSED;
      case 5 -> RunState.SHUT_OFF;
      // crashed and kept, suspended by the guest
      case 6, 7 -> RunState.PAUSED;
      default -> RunState.UNRECOGNIZED;
    };
  }

  /** Asks nobody. */
  static String uuid(DomainPointer domain) {
    byte[] text = new byte[UUID_STRING_BUFLEN];
    Libvirt.INSTANCE.virDomainGetUUIDString(domain, text);
    return new String(text, 0, UUID_STRING_BUFLEN - 1, StandardCharsets.US_ASCII);
  }

  /** Null when the domain did not run at the instant when the pointer was made. Asks nobody. */
  static String instance(DomainPointer domain) {
    int id = Libvirt.INSTANCE.virDomainGetID(domain);
    return id < 0 ? null : Integer.toString(id);
  }
}
