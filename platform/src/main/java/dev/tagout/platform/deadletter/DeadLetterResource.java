package dev.tagout.platform.deadletter;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.topic.Topic;
import dev.tagout.platform.identity.Caller;
import dev.tagout.platform.log.LogKey;
import dev.tagout.platform.messaging.KafkaWriter;
import dev.tagout.platform.outbox.OutboxDead;
import dev.tagout.platform.problem.Problem;
import dev.tagout.platform.problem.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/**
 * The dead letters of the topics that this service consumes, and what its outbox could not send,
 * over HTTP.
 */
@Path("/v1/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class DeadLetterResource {
  private static final Logger LOG = Logger.getLogger(DeadLetterResource.class);
  private static final int DEFAULT = 100;
  private static final int MOST = 1000;

  private final ConsumedTopics topics;
  private final LetterReader reader;
  private final KafkaWriter writer;
  private final Instance<OutboxDead> outbox;
  private final Caller caller;
  private final MeterRegistry meters;
  private final Clock clock;

  DeadLetterResource(
      ConsumedTopics topics,
      LetterReader reader,
      KafkaWriter writer,
      Instance<OutboxDead> outbox,
      Caller caller,
      MeterRegistry meters,
      Clock clock) {
    this.topics = topics;
    this.reader = reader;
    this.writer = writer;
    this.outbox = outbox;
    this.caller = caller;
    this.meters = meters;
    this.clock = clock;
  }

  /**
   * Some letters.
   *
   * @param next what to give as {@code after} for those that follow; null when there are none
   */
  public record LetterPage(List<Letter> items, String next) {}

  /**
   * A letter with what it holds.
   *
   * @param headers those of the record, and why it was put aside
   * @param value as JSON where it is some
   * @param text the value where it is no JSON
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record OpenLetter(
      Letter letter, Map<String, String> headers, JsonNode value, String text) {}

  /**
   * Letters, newest first: the newest 2000 records of each partition.
   *
   * @param topic those of this topic only, or of {@code outbox}
   * @param after address of the letter after which the page begins
   */
  @Operation(
      operationId = "listDeadLetters",
      summary = "Dead letters of the topics that this service consumes, the newest first")
  @GET
  public LetterPage list(
      @RestQuery String topic, @RestQuery Integer limit, @RestQuery String after) {
    int most = limit == null ? DEFAULT : limit;
    if (most < 1 || most > MOST) {
      throw new ContractViolation("limit", "must be from 1 to " + MOST);
    }
    List<Letter> letters = new ArrayList<>(reader.newest(asked(topic)));
    if (outbox.isResolvable() && (topic == null || topic.equals(Address.OUTBOX))) {
      outbox.get().list(MOST, Long.MAX_VALUE).stream()
          .map(DeadLetterResource::letter)
          .forEach(letters::add);
    }
    letters.sort(LetterReader.NEWEST_FIRST);
    int from = after == null ? 0 : behind(letters, after);
    int to = Math.min(letters.size(), from + most);
    return new LetterPage(
        letters.subList(from, to),
        to < letters.size() ? letters.get(to - 1).address().toString() : null);
  }

  private Set<Topic> asked(String topic) {
    if (topic == null) {
      return topics.all();
    }
    if (topic.equals(Address.OUTBOX)) {
      return Set.of();
    }
    return Set.of(
        topics
            .named(topic)
            .orElseThrow(
                () -> new ContractViolation("topic", "is not consumed by this service: " + topic)));
  }

  private static int behind(List<Letter> letters, String after) {
    return IntStream.range(0, letters.size())
            .filter(i -> letters.get(i).address().toString().equals(after))
            .findFirst()
            .orElseThrow(() -> new ContractViolation("after", "is no letter that is listed"))
        + 1;
  }

  /** One letter, with what it holds. */
  @Operation(operationId = "getDeadLetter", summary = "One dead letter with what it holds")
  @APIResponse(responseCode = "404", description = "there is no such letter")
  @GET
  @Path("/{topic}/{partition}/{offset}")
  public OpenLetter show(@RestPath String topic, @RestPath int partition, @RestPath long offset) {
    Address address = new Address(topic, partition, offset);
    if (address.isOutbox()) {
      OutboxDead.Message message = message(address);
      return new OpenLetter(
          letter(message),
          Map.of("ce_id", message.eventId(), "ce_type", message.eventType()),
          Json.tree(message.payload().getBytes(StandardCharsets.UTF_8)),
          null);
    }
    LetterReader.Found found = found(address);
    return open(found);
  }

  private static OpenLetter open(LetterReader.Found found) {
    ConsumerRecord<String, byte[]> record = found.record();
    Map<String, String> headers = new LinkedHashMap<>();
    record
        .headers()
        .forEach(header -> headers.put(header.key(), LetterRecords.header(record, header.key())));
    if (record.value() == null) {
      return new OpenLetter(found.letter(), headers, null, null);
    }
    try {
      return new OpenLetter(found.letter(), headers, Json.tree(record.value()), null);
    } catch (ContractViolation e) {
      return new OpenLetter(
          found.letter(), headers, null, new String(record.value(), StandardCharsets.UTF_8));
    }
  }

  /**
   * Sends the record back to its topic, with its key and headers and one more that says that it is
   * a replay; a message of the outbox goes into the outbox again.
   *
   * @param again whether to do so if it was done before
   */
  @Operation(
      operationId = "replayDeadLetter",
      summary = "Send the record back to its topic",
      description = "Who asks for it is kept with the letter.")
  @SecurityRequirement(name = "bearer")
  @APIResponse(responseCode = "401", description = "it takes a bearer token")
  @APIResponse(responseCode = "404", description = "there is no such letter")
  @APIResponse(
      responseCode = "409",
      description = "it was replayed, is not whole, or was overtaken")
  @POST
  @Path("/{topic}/{partition}/{offset}/replay")
  public Letter replay(
      @RestPath String topic,
      @RestPath int partition,
      @RestPath long offset,
      @RestQuery boolean again) {
    String by = caller.required();
    Address address = new Address(topic, partition, offset);
    Letter letter =
        address.isOutbox() ? replayMessage(address, again, by) : replayRecord(address, again, by);
    meters.counter("tagout.dead.letters.replayed", "topic", topic).increment();
    LOG.infof(
        "replayed a dead letter: %s %s %s",
        LogKey.BY.is(by), LogKey.TOPIC.is(address), LogKey.EVENT_ID.is(letter.eventId()));
    return letter;
  }

  private Letter replayMessage(Address address, boolean again, String by) {
    Letter letter = letter(message(address));
    return letter.replayed(outbox.get().replay(address.offset(), again, by), by);
  }

  private Letter replayRecord(Address address, boolean again, String by) {
    LetterReader.Found found = found(address);
    Letter letter = found.letter();
    Topic topic = topics.named(address.topic()).orElseThrow();
    if (!letter.complete()) {
      throw conflict(
          "incomplete",
          "only its beginning was kept, as it was too large; the whole of it is in "
              + letter.source()
              + ", for as long as Kafka keeps it");
    }
    if (letter.replayedAt() != null && !again) {
      throw conflict("replayed", "it was replayed at " + letter.replayedAt());
    }
    if (topic.compacted()) {
      refuseOvertaken(letter);
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    writer.write(LetterRecords.replay(topic, found.record(), now));
    // Last: without this note it looks as if it was not replayed, and a record that comes twice
    // changes nothing.
    writer.write(LetterRecords.note(topic, found.record(), now, by));
    return letter.replayed(now, by);
  }

  private void refuseOvertaken(Letter letter) {
    if (letter.key() == null || letter.source().offset() == null) {
      throw conflict("incomplete", "it does not say where it stood, or has no key");
    }
    reader
        .laterWithKey(letter.source(), letter.key())
        .ifPresent(
            later -> {
              throw conflict(
                  "overtaken",
                  letter.topic()
                      + " is compacted, and a newer record with the key "
                      + letter.key()
                      + " stands at offset "
                      + later
                      + ": this one would take its place");
            });
  }

  private LetterReader.Found found(Address address) {
    return topics
        .named(address.topic())
        .flatMap(topic -> reader.find(topic, address.partition(), address.offset()))
        .orElseThrow(() -> ProblemException.notFound("dead letter", address));
  }

  private OutboxDead.Message message(Address address) {
    return outbox.isResolvable() && address.partition() == 0
        ? outbox
            .get()
            .find(address.offset())
            .orElseThrow(() -> ProblemException.notFound("dead letter", address))
        : missing(address);
  }

  private static OutboxDead.Message missing(Address address) {
    throw ProblemException.notFound("dead letter", address);
  }

  private static ProblemException conflict(String code, String detail) {
    return new ProblemException(Problem.of(409, code, "Not replayed", detail));
  }

  private static Letter letter(OutboxDead.Message message) {
    Address address = Address.ofOutbox(message.id());
    return new Letter(
        address.topic(),
        address.partition(),
        address.offset(),
        message.deadAt(),
        message.key(),
        message.eventId(),
        message.reason(),
        null,
        new Letter.Source(message.topic(), null, null),
        message.size(),
        true,
        message.overtakenBy(),
        message.replayedAt(),
        message.replayedBy());
  }
}
