package dev.tagout.contracts.report;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tagout.contracts.json.Require;
import java.time.Instant;
import java.util.List;

/**
 * Whether the sealed record, of which the period is a part, was checked and found as it was sealed.
 *
 * @param at when it was checked; null: it was not
 * @param keysGiven whether the keys came from who checked, and not from who was checked
 * @param faults the first of them, in sentences
 * @param remarks what limits the proof, in sentences
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Verification(
    @JsonProperty(required = true) Result result,
    Instant at,
    @JsonProperty(required = true) boolean keysGiven,
    @JsonProperty(required = true) long seals,
    @JsonProperty(required = true) long entries,
    @JsonProperty(required = true) Top<String> faults,
    @JsonProperty(required = true) List<String> remarks) {
  /** Nobody has looked. */
  public static final Verification NOT_CHECKED =
      new Verification(Result.NOT_CHECKED, null, false, 0, 0, new Top<>(List.of(), 0), List.of());

  public Verification {
    Require.present(result, "result");
    Require.present(faults, "faults");
    remarks = Require.presentList(remarks, "remarks");
  }

  /** What came of the check. */
  public enum Result {
    @JsonProperty("not-checked")
    NOT_CHECKED,
    /** All of it is as it was sealed. */
    @JsonProperty("proved")
    PROVED,
    /** Something is not as it was sealed. */
    @JsonProperty("failed")
    FAILED,

    /** A value that this version does not know. */
    @JsonProperty("unrecognized")
    @JsonEnumDefaultValue
    UNRECOGNIZED
  }
}
