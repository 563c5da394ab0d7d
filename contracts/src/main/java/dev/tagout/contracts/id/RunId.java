package dev.tagout.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Identity of a remediation run, a UUIDv7, in small letters, so that one id has one spelling. */
public record RunId(@JsonValue String value) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public RunId {
    value = Ids.canonical(value, "$");
  }

  public static RunId next() {
    return new RunId(Ids.next());
  }

  @Override
  public String toString() {
    return value;
  }
}
