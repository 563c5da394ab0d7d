package dev.tagout.contracts.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.tagout.contracts.json.Require;
import java.time.Instant;

/**
 * Another revision of the policies decides from now on, on every replica.
 *
 * @param previous the revision that decided before; null for the first one ever
 * @param activatedBy subject of the bearer token, or {@code anonymous}, or {@code file:…} and
 *     {@code http:…} for a bundle that policy-evaluation fetched itself
 * @param rollback whether it is a return to the revision before
 * @param forced whether it was activated in spite of the guard
 * @param newlyDenied how many running VMs are denied by it that were not before; null when that was
 *     not counted
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record PolicyActivated(
    String revision,
    String previous,
    Instant activatedAt,
    String activatedBy,
    @JsonProperty(required = true) @JsonSetter(nulls = Nulls.FAIL) boolean rollback,
    @JsonProperty(required = true) @JsonSetter(nulls = Nulls.FAIL) boolean forced,
    Integer newlyDenied) {
  public PolicyActivated {
    Require.text(revision, 200, "revision");
    Require.bounded(previous, 200, "previous");
    Require.present(activatedAt, "activatedAt");
    Require.text(activatedBy, 1000, "activatedBy");
  }
}
