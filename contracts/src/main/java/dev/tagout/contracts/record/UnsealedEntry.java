package dev.tagout.contracts.record;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tagout.contracts.json.Require;

/**
 * A row that no seal covers yet.
 *
 * @param queued whether it waits for its seal. One that does not was put there past Tagout
 */
public record UnsealedEntry(
    String source, String id, @JsonProperty(required = true) boolean queued) {
  public UnsealedEntry {
    Require.text(source, 100, "source");
    Require.text(id, 200, "id");
  }
}
