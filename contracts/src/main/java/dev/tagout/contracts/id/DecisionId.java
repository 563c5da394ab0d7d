package dev.tagout.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Identity of a decision, a UUIDv7, in small letters, so that one id has one spelling. */
public record DecisionId(@JsonValue String value) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public DecisionId {
    value = Ids.canonical(value, "$");
  }

  public static DecisionId next() {
    return new DecisionId(Ids.next());
  }

  @Override
  public String toString() {
    return value;
  }
}
