package dev.tagout.exporter.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.json.Json;
import dev.tagout.exporter.format.Format;
import dev.tagout.exporter.receiver.AwayException;
import dev.tagout.exporter.receiver.Item;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Splunk's HTTP event collector, {@code /services/collector/event}: envelopes of JSON, one behind
 * the other. Its acknowledgements ({@code useACK}) are not asked for; 200 means that Splunk has
 * taken it.
 */
public final class SplunkHec implements Dialect {
  /** Success. */
  private static final int TAKEN = 0;

  /** Invalid data format; event field required; event field blank; error in indexed fields. */
  private static final List<Integer> ABOUT_AN_EVENT = List.of(6, 12, 13, 15);

  private final Secret token;
  private final String host;
  private final Optional<String> index;
  private final String sourcetype;
  private final Format format;

  public SplunkHec(
      Secret token, String host, Optional<String> index, String sourcetype, Format format) {
    this.token = token;
    this.host = host;
    this.index = index;
    this.sourcetype = sourcetype;
    this.format = format;
  }

  @Override
  public byte[] entry(Item item, int limit) {
    ObjectNode envelope = JsonNodeFactory.instance.objectNode();
    // Seconds, with milliseconds behind the point.
    envelope.put("time", BigDecimal.valueOf(item.finding().time().toEpochMilli(), 3));
    envelope.put("host", host);
    envelope.put("source", "tagout");
    envelope.put("sourcetype", sourcetype);
    index.ifPresent(name -> envelope.put("index", name));
    byte[] head = Json.bytes(envelope);
    // The event's own text takes the place of the brace at the end.
    byte[] middle = ",\"event\":".getBytes(StandardCharsets.US_ASCII);
    int around = head.length - 1 + middle.length + 2;
    String text = item.text(format, limit - around);
    if (text == null) {
      return null;
    }
    byte[] event = text.getBytes(StandardCharsets.UTF_8);
    byte[] entry = new byte[around + event.length];
    System.arraycopy(head, 0, entry, 0, head.length - 1);
    System.arraycopy(middle, 0, entry, head.length - 1, middle.length);
    System.arraycopy(event, 0, entry, head.length - 1 + middle.length, event.length);
    entry[entry.length - 2] = '}';
    entry[entry.length - 1] = '\n';
    return entry;
  }

  @Override
  public void describe(HttpRequest.Builder request, byte[] body) throws AwayException {
    request.header("Content-Type", "application/json");
    request.header("Authorization", "Splunk " + token.token());
  }

  @Override
  public void taken(List<Item> items, Answer answer) throws AwayException {
    JsonNode code = answer.json().path("code");
    if (code.asInt(-1) != TAKEN) {
      throw new AwayException(
          "it answers 200, but not as Splunk's event collector does: " + answer.text());
    }
    items.forEach(Item::delivered);
  }

  @Override
  public Rejection rejected(List<Item> items, Answer answer) throws AwayException {
    JsonNode said = answer.json();
    String reason = "Splunk answers " + answer.said();
    int code = said.path("code").asInt(-1);
    if (code >= 0 ? !ABOUT_AN_EVENT.contains(code) : answer.status() == 400) {
      // A wrong index, a channel that is missing; or it was no Splunk, but a proxy that does not
      // like our certificate: the same for every event.
      throw new AwayException(reason);
    }
    JsonNode number = said.path("invalid-event-number");
    if (number.isIntegralNumber() && number.asInt() >= 0 && number.asInt() < items.size()) {
      // Those before it were indexed, those behind it were not.
      items.subList(0, number.asInt()).forEach(Item::delivered);
      items.get(number.asInt()).refused(reason);
    }
    return new Rejection(reason, false);
  }
}
