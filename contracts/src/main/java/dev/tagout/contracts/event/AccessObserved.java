package dev.tagout.contracts.event;

import dev.tagout.contracts.json.Require;
import java.util.List;

/**
 * Who administers a host.
 *
 * @param administrators accounts, groups already expanded by the source
 */
public record AccessObserved(List<String> administrators) implements EventData.Observation {
  public AccessObserved {
    administrators = Require.presentList(administrators, "administrators");
  }
}
