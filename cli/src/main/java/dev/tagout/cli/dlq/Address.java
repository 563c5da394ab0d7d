package dev.tagout.cli.dlq;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.service.PolicyService;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Where a letter lies, as lists write it: {@code TOPIC/PARTITION/OFFSET}. */
record Address(String topic, String partition, String offset) {
  private static final Pattern SHAPE =
      Pattern.compile("([A-Za-z0-9._-]+)/([0-9]{1,9})/([0-9]{1,18})");

  static final class Converter implements ITypeConverter<Address> {
    @Override
    public Address convert(String value) {
      Matcher matcher = SHAPE.matcher(value);
      if (!matcher.matches()) {
        throw new TypeConversionException(
            "'" + value + "' is no letter (such as tagout.vm.events.v1/3/17 or outbox/0/42)");
      }
      return new Address(matcher.group(1), matcher.group(2), matcher.group(3));
    }
  }

  /** Of a letter as a service describes it. */
  static Address of(JsonNode letter) {
    return new Address(
        letter.path("topic").asText(),
        letter.path("partition").asText(),
        letter.path("offset").asText());
  }

  /** Of the letter in a service. */
  String path() {
    return PolicyService.path("/v1/dead-letters", topic, "/" + partition + "/" + offset);
  }

  @Override
  public String toString() {
    return topic + "/" + partition + "/" + offset;
  }
}
