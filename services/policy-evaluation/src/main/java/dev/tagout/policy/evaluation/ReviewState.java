package dev.tagout.policy.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.decision.Enforcement;
import dev.tagout.contracts.id.BreakGlassId;
import dev.tagout.contracts.json.Json;
import java.util.Optional;

/**
 * Everything that a review rests on, read in one statement and so from one moment, with the
 * versions that must still hold when the decision commits.
 */
public record ReviewState(JsonNode json) {
  public long vmVersion() {
    return json.path("vm").path("version").asLong(0);
  }

  public long hostVersion() {
    return json.path("host").path("version").asLong(0);
  }

  /** Where the VM is placed; a missing node when it is placed nowhere, or not asked for. */
  public JsonNode place() {
    JsonNode place = json.path("place");
    return place.isObject() ? place : json.path("none");
  }

  /** By which the run of the VM was admitted against what policy said, if it was. */
  public Optional<BreakGlassId> breakGlass() {
    return Optional.ofNullable(json.path("breakGlass").asText(null)).map(BreakGlassId::new);
  }

  /** Of the verdict before; empty when there is none. */
  public String fingerprint() {
    return json.path("fingerprint").asText("");
  }

  /** The revision that is active for all replicas; empty when none is. */
  public String revision() {
    return json.path("policy").path("revision").asText("");
  }

  /** Counts what was approved and revoked; a decision commits only while it stands. */
  public long waiversVersion() {
    return json.path("waiversVersion").asLong(0);
  }

  /** The approved waivers that may cover this VM on this host, now or later. */
  public Waivers waivers() {
    return Waivers.read(json.path("waivers"));
  }

  /** What holds for the site. */
  public Enforcement siteEnforcement() {
    return Enforcement.valueOf(json.path("policy").path("enforcement").asText("ENFORCE"));
  }

  /** What is assigned to the host, {@code enforce} or {@code observe}, or empty. */
  public String hostEnforcement() {
    return hostAssignment().path("enforcement").asText("");
  }

  JsonNode vm() {
    return json.path("vm");
  }

  JsonNode vmAssignment() {
    return json.path("vm").path("assignment");
  }

  JsonNode vmFacts() {
    return json.path("vmFacts");
  }

  JsonNode host() {
    return json.path("host");
  }

  JsonNode hostAssignment() {
    return json.path("host").path("assignment");
  }

  JsonNode hostFacts() {
    return json.path("hostFacts");
  }

  boolean hostIsListed() {
    return json.path("host").path("listed").asBoolean(false);
  }

  JsonNode residents() {
    return json.path("residents");
  }

  @Override
  public String toString() {
    return Json.text(json);
  }
}
