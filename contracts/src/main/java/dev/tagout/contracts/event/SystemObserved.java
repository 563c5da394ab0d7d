package dev.tagout.contracts.event;

import dev.tagout.contracts.json.Require;
import dev.tagout.contracts.record.Hash;
import java.util.List;

/** What is installed on a host. What is null was not looked at. */
public record SystemObserved(
    String edition,
    String version,
    List<String> roles,
    List<String> applications,
    HostAntivirus antivirus,
    StartHook startHook)
    implements EventData.Observation {
  public SystemObserved {
    Require.bounded(edition, 255, "edition");
    Require.bounded(version, 255, "version");
    roles = roles == null ? null : Require.list(roles, "roles");
    applications = applications == null ? null : Require.list(applications, "applications");
  }

  /**
   * Antivirus on the host itself.
   *
   * @param product its name
   */
  public record HostAntivirus(Boolean installed, String product) {
    public HostAntivirus {
      Require.present(installed, "installed");
      Require.bounded(product, 255, "product");
    }
  }

  /**
   * The hook by which the hypervisor asks the gate before a VM starts.
   *
   * @param sha256 of its file; null where there is none, or it could not be read
   */
  public record StartHook(HookState state, Hash sha256) {
    public StartHook {
      Require.present(state, "state");
    }
  }
}
