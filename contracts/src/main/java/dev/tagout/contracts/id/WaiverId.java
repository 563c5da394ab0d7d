package dev.tagout.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Identity of a waiver, a UUIDv7, in small letters, so that one id has one spelling. */
public record WaiverId(@JsonValue String value) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public WaiverId {
    value = Ids.canonical(value, "$");
  }

  public static WaiverId next() {
    return new WaiverId(Ids.next());
  }

  @Override
  public String toString() {
    return value;
  }
}
