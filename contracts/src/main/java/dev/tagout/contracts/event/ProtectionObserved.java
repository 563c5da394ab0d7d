package dev.tagout.contracts.event;

import dev.tagout.contracts.json.Require;
import java.time.Instant;

/** How a VM is protected from within. A part that is null was not looked at. */
public record ProtectionObserved(
    Antivirus antivirus, Encryption encryption, Boolean ipsec, Health health)
    implements EventData.Observation {

  /** Antivirus in the VM; {@code signaturesAt} is the date of its signatures. */
  public record Antivirus(Boolean installed, Boolean running, Instant signaturesAt) {
    public Antivirus {
      Require.present(installed, "installed");
    }
  }

  /** Whether volumes are encrypted inside of the guest. */
  public record Encryption(Boolean insideGuest) {
    public Encryption {
      Require.present(insideGuest, "insideGuest");
    }
  }

  /** Device health as an attestation service sees it. */
  public record Health(Boolean attested, Instant attestedAt) {
    public Health {
      Require.present(attested, "attested");
    }
  }
}
