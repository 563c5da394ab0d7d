package dev.tagout.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Identity of a ticket, a UUIDv7, in small letters, so that one id has one spelling. */
public record TicketId(@JsonValue String value) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public TicketId {
    value = Ids.canonical(value, "$");
  }

  public static TicketId next() {
    return new TicketId(Ids.next());
  }

  @Override
  public String toString() {
    return value;
  }
}
