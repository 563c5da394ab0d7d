package dev.tagout.contracts.event;

import dev.tagout.contracts.json.Require;
import java.util.List;

/**
 * A patch scan of a VM or host.
 *
 * @param missing the security updates that are missing; empty when none is
 * @param scanner name of the tool that scanned
 */
public record PatchScanned(List<MissingUpdate> missing, String scanner)
    implements EventData.Observation {
  public PatchScanned {
    missing = Require.presentList(missing, "missing");
    Require.bounded(scanner, 255, "scanner");
  }
}
