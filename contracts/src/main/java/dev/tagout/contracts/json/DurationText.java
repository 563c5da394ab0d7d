package dev.tagout.contracts.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;
import java.time.Duration;
import java.time.format.DateTimeParseException;

/** A duration as ISO 8601 text such as {@code PT15M}, never as a number of some unit. */
final class DurationText extends StdScalarDeserializer<Duration> {
  private static final long serialVersionUID = 1L;

  DurationText() {
    super(Duration.class);
  }

  @Override
  public Duration deserialize(JsonParser parser, DeserializationContext context)
      throws IOException {
    try {
      if (parser.hasToken(JsonToken.VALUE_STRING)) {
        return Duration.parse(parser.getText());
      }
    } catch (DateTimeParseException e) {
      // Answered below, like everything else that is no duration.
    }
    throw new ContractViolation("$", "must be an ISO 8601 duration, such as PT15M");
  }
}
