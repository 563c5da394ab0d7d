package dev.tagout.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Identity of a break-glass, a UUIDv7, in small letters, so that one id has one spelling. */
public record BreakGlassId(@JsonValue String value) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public BreakGlassId {
    value = Ids.canonical(value, "$");
  }

  public static BreakGlassId next() {
    return new BreakGlassId(Ids.next());
  }

  @Override
  public String toString() {
    return value;
  }
}
