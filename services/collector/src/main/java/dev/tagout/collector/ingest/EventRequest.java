package dev.tagout.collector.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.tagout.collector.CollectorConfig;
import dev.tagout.collector.sink.Door;
import dev.tagout.contracts.event.TagoutEvent;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import dev.tagout.platform.messaging.EventRecords;
import dev.tagout.platform.messaging.OutgoingRecord;
import dev.tagout.platform.problem.ProblemException;
import io.cloudevents.CloudEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** From a request to the records that it asks for. Nothing is sent from here. */
@ApplicationScoped
class EventRequest {
  /** More follows an event of a batch, which the contracts' mapper does not expect. */
  private static final ObjectReader ONE_OF_SEVERAL =
      Json.mapper().reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final Door door;
  private final Set<URI> lifecycleSources;
  private final int maxEvents;

  EventRequest(Door door, CollectorConfig config) {
    this.door = door;
    this.lifecycleSources = config.lifecycleSources().orElse(Set.of());
    this.maxEvents = config.maxBatchEvents();
  }

  /**
   * Every event of the request, in its order; all of them were checked.
   *
   * @param header the value of a header, null when it is not there
   * @throws ProblemException about the first fault
   */
  List<OutgoingRecord> read(String contentType, UnaryOperator<String> header, byte[] body) {
    return switch (ContentType.of(contentType)) {
      case BINARY -> List.of(binary(header, body));
      case STRUCTURED -> List.of(structured(body));
      case BATCH -> batch(body);
      case UNSUPPORTED -> throw Refusal.unsupportedMediaType(contentType);
    };
  }

  private OutgoingRecord binary(UnaryOperator<String> header, byte[] body) {
    String id = header.apply("ce-id");
    return admit(
        new Refusal.Place(-1, id == null ? "" : id), () -> CloudEventReader.binary(header, body));
  }

  private OutgoingRecord structured(byte[] body) {
    JsonNode event;
    try {
      event = Json.tree(body);
    } catch (ContractViolation e) {
      throw Refusal.invalid(e);
    }
    return admit(
        new Refusal.Place(-1, CloudEventReader.idOf(event)),
        () -> CloudEventReader.structured(event));
  }

  /** Event by event, so that a large batch does not stand in memory as a tree. */
  private List<OutgoingRecord> batch(byte[] body) {
    List<OutgoingRecord> records = new ArrayList<>();
    try (JsonParser parser = Json.mapper().getFactory().createParser(body)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw Refusal.invalid(new ContractViolation("$", "must be a JSON array of events"));
      }
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (records.size() == maxEvents) {
          throw Refusal.tooManyEvents(maxEvents);
        }
        JsonNode event = ONE_OF_SEVERAL.readTree(parser);
        records.add(
            admit(
                new Refusal.Place(records.size(), CloudEventReader.idOf(event)),
                () -> CloudEventReader.structured(event)));
      }
      if (parser.nextToken() != null) {
        throw Refusal.invalid(new ContractViolation("$", "goes on after the array"));
      }
    } catch (IOException e) {
      throw Refusal.invalid(
          new Refusal.Place(records.size(), ""), new ContractViolation("$", notJson(e)));
    }
    return records;
  }

  private OutgoingRecord admit(Refusal.Place place, Supplier<CloudEvent> read) {
    try {
      TagoutEvent event = EventRecords.fromCloudEvent(read.get());
      if (event.type().isLifecycle() && !lifecycleSources.contains(event.source())) {
        throw Refusal.sourceNotAllowed(place, event.type().wireName(), event.source());
      }
      return door.admit(event);
    } catch (ContractViolation e) {
      throw Refusal.invalid(place, e);
    }
  }

  private static String notJson(IOException e) {
    return "is no JSON: " + Json.violation(e).problem();
  }
}
