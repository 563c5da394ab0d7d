package dev.tagout.contracts.event;

import dev.tagout.contracts.json.Require;
import java.util.List;

/** A host's volumes and its TPM. */
public record StorageObserved(Tpm tpm, List<Volume> volumes) implements EventData.Observation {
  public StorageObserved {
    volumes = volumes == null ? null : Require.list(volumes, "volumes");
  }

  /** A host's TPM. */
  public record Tpm(Boolean present, Boolean inUse) {
    public Tpm {
      Require.present(present, "present");
    }
  }

  /** A volume of a host. */
  public record Volume(String path, Boolean holdsVmFiles, Boolean encrypted, String method) {
    public Volume {
      Require.text(path, 4096, "path");
      Require.present(holdsVmFiles, "holdsVmFiles");
      Require.present(encrypted, "encrypted");
    }
  }
}
