package dev.tagout.contracts.event;

import dev.tagout.contracts.json.Require;
import java.util.List;

/** What is installed on a host. Lists that are null were not looked at. */
public record SystemObserved(
    String edition,
    String version,
    List<String> roles,
    List<String> applications,
    HostAntivirus antivirus)
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
}
