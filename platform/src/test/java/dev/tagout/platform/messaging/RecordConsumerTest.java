package dev.tagout.platform.messaging;

import static dev.tagout.platform.messaging.Letters.batch;
import static dev.tagout.platform.messaging.Letters.header;
import static dev.tagout.platform.messaging.Letters.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.topic.Topic;
import dev.tagout.platform.trace.TraceParent;
import dev.tagout.platform.trace.Traces;
import io.cloudevents.CloudEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RecordConsumerTest {
  private final Letters letters = new Letters();
  private final RecordConsumer consumer = new RecordConsumer(letters.deadLetters(), Traces.none());

  /** Keeps what it handled, one entry a record; before that it does what the test says. */
  private static final class Handler implements RecordHandler<String> {
    private final Topic topic;
    private final Consumer<List<String>> before;
    final List<String> handled = new ArrayList<>();
    int calls;

    Handler(Topic topic, Consumer<List<String>> before) {
      this.topic = topic;
      this.before = before;
    }

    @Override
    public Topic topic() {
      return topic;
    }

    @Override
    public String parse(CloudEvent event) {
      String text = new String(event.getData().toBytes(), StandardCharsets.UTF_8);
      if (text.equals("bad")) {
        throw new ContractViolation("data.foo", "is bad");
      }
      if (text.equals("bug")) {
        throw new NullPointerException("a bug in parse");
      }
      return text;
    }

    @Override
    public void handle(List<String> records) {
      calls++;
      before.accept(records);
      handled.addAll(records);
    }

    @Override
    public void removed(String key) {
      calls++;
      before.accept(List.of("removed " + key));
      handled.add("removed " + key);
    }
  }

  @AfterEach
  void clearInterrupt() {
    Thread.interrupted();
  }

  @Test
  void handlesABatchAtOnceAndInOrder() {
    // Given
    Handler handler = new Handler(Topic.VM_EVENTS, records -> {});

    // When
    consumer.consume(batch(vm("a"), vm("b"), vm("c")), handler);

    // Then
    assertThat(handler.handled).containsExactly("a", "b", "c");
    assertThat(handler.calls).isOne();
    assertThat(letters.written).isEmpty();
  }

  @Test
  void putsAsideARecordThatCannotBeReadAndHandlesTheOthersInOrder() {
    // Given
    Handler handler = new Handler(Topic.VM_EVENTS, records -> {});

    // When
    consumer.consume(batch(vm("a"), vm("bad"), vm("b")), handler);

    // Then
    assertThat(handler.handled).containsExactly("a", "b");
    assertThat(letters.keys()).containsExactly("bad");
    assertThat(letters.written.getFirst().topic()).isEqualTo(Topic.VM_EVENTS.deadLetterName());
    assertThat(header(letters.written.getFirst(), "tagout_dead_letter_field"))
        .isEqualTo("data.foo");
  }

  @Test
  void putsAsideARecordOverWhichParsingItselfFails() {
    // Given
    Handler handler = new Handler(Topic.VM_EVENTS, records -> {});

    // When
    consumer.consume(batch(vm("bug"), vm("b")), handler);

    // Then
    assertThat(handler.handled).containsExactly("b");
    assertThat(letters.keys()).containsExactly("bug");
  }

  @Test
  void putsAsideWhatIsNoCloudEvent() {
    // Given
    Handler handler = new Handler(Topic.VM_EVENTS, records -> {});
    byte[] value = "{}".getBytes(StandardCharsets.UTF_8);
    ConsumerRecord<String, byte[]> bare =
        new ConsumerRecord<>(Topic.VM_EVENTS.topicName(), 0, 1, "bare", value);
    ConsumerRecord<String, byte[]> badTime = vm("badTime");
    header(badTime, "ce_time", "yesterday");
    ConsumerRecord<String, byte[]> badVersion = vm("badVersion");
    header(badVersion, "ce_specversion", "9.9");
    ConsumerRecord<String, byte[]> nullHeader = vm("nullHeader");
    nullHeader.headers().add("ce_time", null);
    ConsumerRecord<String, byte[]> structured =
        new ConsumerRecord<>(Topic.VM_EVENTS.topicName(), 0, 1, "structured", value);
    header(structured, "content-type", "application/cloudevents+martian");

    // When
    consumer.consume(batch(bare, badTime, badVersion, structured, vm("b")), handler);
    consumer.consume(batch(nullHeader), handler);

    // Then
    assertThat(handler.handled).contains("b");
    assertThat(letters.keys()).startsWith("bare", "badTime");
    assertThat(letters.keys()).contains("structured");
  }

  @Test
  void putsAsideTheOneThatCanNeverBeHandled() {
    // Given
    Handler handler =
        new Handler(
            Topic.VM_EVENTS,
            records -> {
              if (records.contains("b")) {
                throw new ContractViolation("subject", "is nobody");
              }
            });

    // When
    consumer.consume(batch(vm("a"), vm("b"), vm("c")), handler);

    // Then
    assertThat(handler.handled).containsExactly("a", "c");
    assertThat(letters.keys()).containsExactly("b");
  }

  @Test
  void waitsOutAnOutageAndSkipsNothing() {
    // Given
    List<RuntimeException> outages =
        new ArrayList<>(
            List.of(
                new UncheckedIOException(new IOException("reset")),
                new TimeoutException("kafka"),
                new IllegalStateException(new java.sql.SQLException("gone", "08006"))));
    Handler handler =
        new Handler(
            Topic.VM_EVENTS,
            records -> {
              if (!outages.isEmpty()) {
                throw outages.removeFirst();
              }
            });

    // When
    consumer.consume(batch(vm("a"), vm("b")), handler);

    // Then
    assertThat(handler.handled).containsExactly("a", "b");
    assertThat(letters.written).isEmpty();
  }

  @Test
  void putsAsideAfterFiveAttemptsWhatOnlyWeCanBeBlamedFor() {
    // Given
    List<String> attempts = new ArrayList<>();
    Handler handler =
        new Handler(
            Topic.VM_EVENTS,
            records -> {
              if (records.equals(List.of("b"))) {
                attempts.add("b");
              }
              if (records.contains("b")) {
                throw new NullPointerException("a bug");
              }
            });

    // When
    consumer.consume(batch(vm("a"), vm("b"), vm("c")), handler);

    // Then
    assertThat(handler.handled).containsExactly("a", "c");
    assertThat(letters.keys()).containsExactly("b");
    assertThat(attempts).hasSize(5);
    assertThat(header(letters.written.getFirst(), "tagout_dead_letter_exception"))
        .isEqualTo(NullPointerException.class.getName());
  }

  @Test
  void triesARecordThatCameAloneNoMoreOften() {
    // Given
    Handler handler =
        new Handler(
            Topic.VM_EVENTS,
            records -> {
              throw new NullPointerException("a bug");
            });

    // When
    consumer.consume(batch(vm("a")), handler);

    // Then
    assertThat(handler.calls).isEqualTo(5);
    assertThat(letters.keys()).containsExactly("a");
  }

  @Test
  void tellsRemovalsOfACompactedTopicInOrder() {
    // Given
    Handler handler = new Handler(Topic.VERDICTS, records -> {});

    // When
    consumer.consume(batch(verdict("a"), removal("a"), verdict("b"), verdict("c")), handler);

    // Then
    assertThat(handler.handled).containsExactly("a", "removed a", "b", "c");
    assertThat(letters.written).isEmpty();
  }

  @Test
  void passesOverARemovalWhenTheHandlerDoesNotCare() {
    // Given
    List<String> handled = new ArrayList<>();
    RecordHandler<String> handler =
        new RecordHandler<>() {
          @Override
          public Topic topic() {
            return Topic.VERDICTS;
          }

          @Override
          public String parse(CloudEvent event) {
            return event.getId();
          }

          @Override
          public void handle(List<String> records) {
            handled.addAll(records);
          }
        };

    // When
    consumer.consume(batch(removal("a"), verdict("b")), handler);

    // Then
    assertThat(handled).containsExactly("id-b");
    assertThat(letters.written).isEmpty();
  }

  @Test
  void waitsOutAnOutageOverARemovalToo() {
    // Given
    List<RuntimeException> outages = new ArrayList<>(List.of(new TimeoutException("away")));
    Handler handler =
        new Handler(
            Topic.VERDICTS,
            records -> {
              if (!outages.isEmpty()) {
                throw outages.removeFirst();
              }
            });

    // When
    consumer.consume(batch(removal("a")), handler);

    // Then
    assertThat(handler.handled).containsExactly("removed a");
  }

  @Test
  void putsAsideARecordWithoutAValueWhereNothingIsCompacted() {
    // Given
    Handler handler = new Handler(Topic.VM_EVENTS, records -> {});

    // When
    consumer.consume(batch(record(Topic.VM_EVENTS, "a", null), vm("b")), handler);

    // Then
    assertThat(handler.handled).containsExactly("b");
    assertThat(letters.keys()).containsExactly("a");
  }

  @Test
  void waitsUntilTheDeadLettersTakeTheRecord() {
    // Given
    Handler handler = new Handler(Topic.VM_EVENTS, records -> {});
    letters.failures.add(new TimeoutException("away"));
    letters.failures.add(new TimeoutException("away"));

    // When
    consumer.consume(batch(vm("bad"), vm("b")), handler);

    // Then
    assertThat(letters.keys()).containsExactly("bad");
    assertThat(handler.handled).containsExactly("b");
  }

  @Test
  void acknowledgesNothingWhenItStopsDuringAnOutage() throws Exception {
    // Given
    CountDownLatch called = new CountDownLatch(1);
    Handler handler =
        new Handler(
            Topic.VM_EVENTS,
            records -> {
              called.countDown();
              throw new TimeoutException("away");
            });
    ConsumerRecords<String, byte[]> batch = batch(vm("a"));
    CompletableFuture<Throwable> outcome =
        CompletableFuture.supplyAsync(() -> catchThrowable(() -> consumer.consume(batch, handler)));
    assertThat(called.await(10, TimeUnit.SECONDS)).isTrue();

    // When
    consumer.stop(null);

    // Then
    assertThat(outcome.get(10, TimeUnit.SECONDS)).isInstanceOf(StoppingException.class);
    assertThat(letters.written).isEmpty();
  }

  @Test
  void putsNothingAsideForAFailureThatStoppingMayHaveCaused() {
    // Given
    Handler handler = new Handler(Topic.VM_EVENTS, new StopsAtTheFifthAttempt());

    // When
    Throwable thrown = catchThrowable(() -> consumer.consume(batch(vm("a")), handler));

    // Then
    assertThat(thrown).isInstanceOf(StoppingException.class).hasMessageContaining("stopping");
    assertThat(letters.written).isEmpty();
  }

  private final class StopsAtTheFifthAttempt implements Consumer<List<String>> {
    private int attempt;

    @Override
    public void accept(List<String> records) {
      if (++attempt == 5) {
        consumer.stop(null);
      }
      throw new IllegalStateException("the container is gone");
    }
  }

  @Test
  void leavesTheBatchWhenItsThreadIsInterrupted() {
    // Given
    Handler handler =
        new Handler(
            Topic.VM_EVENTS,
            records -> {
              Thread.currentThread().interrupt();
              throw new IllegalStateException("interrupted");
            });

    // When
    ConsumerRecords<String, byte[]> batch = batch(vm("a"));

    // Then
    assertThatThrownBy(() -> consumer.consume(batch, handler))
        .isInstanceOf(IllegalStateException.class);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    assertThat(handler.calls).isOne();
    assertThat(letters.written).isEmpty();
  }

  @Test
  void putsARunInATraceOnlyWhenAllOfItBelongsThere() {
    // Given
    String sent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    List<Optional<String>> traces = new ArrayList<>();
    Handler handler =
        new Handler(
            Topic.VM_EVENTS, records -> traces.add(TraceParent.current().map(TraceParent::text)));
    ConsumerRecord<String, byte[]> one = vm("one");
    header(one, TraceParent.HEADER, sent);
    ConsumerRecord<String, byte[]> two = vm("two");
    header(two, TraceParent.HEADER, sent);

    // When
    consumer.consume(batch(one, two), handler);
    consumer.consume(batch(one, vm("strange"), two), handler);

    // Then
    assertThat(handler.calls).isEqualTo(2);
    assertThat(traces).containsExactly(Optional.of(sent), Optional.empty());
  }

  private static ConsumerRecord<String, byte[]> vm(String text) {
    return record(Topic.VM_EVENTS, text, text);
  }

  private static ConsumerRecord<String, byte[]> verdict(String text) {
    return record(Topic.VERDICTS, text, text);
  }

  private static ConsumerRecord<String, byte[]> removal(String key) {
    return record(Topic.VERDICTS, key, null);
  }
}
