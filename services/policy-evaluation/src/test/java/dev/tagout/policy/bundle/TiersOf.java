package dev.tagout.policy.bundle;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads the tiers of a bundle's data, for tests of other packages. */
public final class TiersOf {
  private TiersOf() {}

  public static Tiers data(JsonNode data) {
    return new Tiers(data);
  }
}
