package dev.tagout.contracts.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.datatype.jsr310.deser.InstantDeserializer;
import java.io.IOException;
import java.time.Instant;

/**
 * An instant as RFC 3339 text, never as a number: nobody could tell seconds from milliseconds. A
 * policy counts nanoseconds since 1970 in 64 bits, so an instant beyond them would make every
 * evaluation fail that reads it; zero dates such as 0001-01-01 and 1601-01-01 are among these, and
 * mean that the sender does not know.
 */
final class InstantText extends StdScalarDeserializer<Instant> {
  static final Instant EARLIEST = Instant.parse("1678-01-01T00:00:00Z");
  static final Instant LATEST = Instant.parse("2262-01-01T00:00:00Z");

  private static final long serialVersionUID = 1L;

  InstantText() {
    super(Instant.class);
  }

  @Override
  public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    if (!parser.hasToken(JsonToken.VALUE_STRING) || parser.getText().isBlank()) {
      throw new ContractViolation("$", "must be an RFC 3339 instant, such as 2026-11-23T10:00:00Z");
    }
    Instant instant = InstantDeserializer.INSTANT.deserialize(parser, context);
    if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
      throw new ContractViolation(
          "$", "is not between " + EARLIEST + " and " + LATEST + "; leave out what is not known");
    }
    return instant;
  }
}
