package dev.tagout.contracts.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/**
 * The record that the figures were counted from.
 *
 * @param starts decisions at the gate
 * @param verdicts changes of verdicts
 * @param first when the oldest of them was made; null: there is none
 * @param last when the newest was
 * @param waiting entries of the whole record that wait for their seal
 * @param lastSeal number of the newest seal; null: nothing is sealed
 * @param signed whether it is signed
 * @param droppedBefore decisions from before this instant are past their retention and were
 *     dropped; null: none were
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record RecordState(
    @JsonProperty(required = true) long starts,
    @JsonProperty(required = true) long verdicts,
    Instant first,
    Instant last,
    @JsonProperty(required = true) long waiting,
    Long lastSeal,
    Instant lastSealedAt,
    @JsonProperty(required = true) boolean signed,
    Instant droppedBefore) {}
