package dev.tagout.contracts.report;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tagout.contracts.json.Require;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Starts that were asked for: each decision at the point {@code POWER_ON}. Who asks again is
 * counted again.
 *
 * @param answers each way in which starts were answered; those that never happened are left out
 * @param step how long each of the buckets is
 * @param over the period without gaps, oldest first; the first may begin before it
 */
public record Starts(
    @JsonProperty(required = true) long admitted,
    @JsonProperty(required = true) long refused,
    @JsonProperty(required = true) List<Answers> answers,
    @JsonProperty(required = true) Duration step,
    @JsonProperty(required = true) List<Bucket> over) {
  public Starts {
    answers = Require.presentList(answers, "answers");
    over = Require.presentList(over, "over");
  }

  public long total() {
    return admitted + refused;
  }

  /** How many were answered in a way. */
  public long count(boolean admitted, By by) {
    return answers.stream()
        .filter(a -> a.admitted() == admitted && a.by() == by)
        .mapToLong(Answers::starts)
        .sum();
  }

  /** Why a start was answered as it was. The first that is true counts. */
  public enum By {
    /** One VM was admitted once against a denial. */
    @JsonProperty("break-glass")
    BREAK_GLASS,
    /** The host decided by a ticket, while nobody could be asked. */
    @JsonProperty("ticket")
    TICKET,
    /** Policy denied it or had no answer, and was only observed. */
    @JsonProperty("observe")
    OBSERVE,
    /** There was no answer, so the fail mode of the tier counted. */
    @JsonProperty("fail-mode")
    FAIL_MODE,
    /** Only a waiver covers what would have denied it. */
    @JsonProperty("waiver")
    WAIVER,
    /** What policy says. */
    @JsonProperty("policy")
    POLICY,

    /** A value that this version does not know. */
    @JsonProperty("unrecognized")
    @JsonEnumDefaultValue
    UNRECOGNIZED
  }

  /** How many starts were answered so. */
  public record Answers(
      @JsonProperty(required = true) boolean admitted,
      @JsonProperty(required = true) By by,
      @JsonProperty(required = true) long starts) {}

  /** A part of the period. */
  public record Bucket(
      @JsonProperty(required = true) Instant from,
      @JsonProperty(required = true) long admitted,
      @JsonProperty(required = true) long refused) {}
}
