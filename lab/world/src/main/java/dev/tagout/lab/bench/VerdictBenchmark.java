package dev.tagout.lab.bench;

import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.MissingUpdate;
import dev.tagout.contracts.event.PatchScanned;
import dev.tagout.contracts.event.UpdateSeverity;
import dev.tagout.contracts.id.Ids;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.topic.Topic;
import dev.tagout.lab.fleet.Facts;
import dev.tagout.lab.world.World;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Patch scans go to Kafka at a steady rate, each of which flips the verdict of its VM; measured is
 * the time from handing a scan to the producer until a consumer has the verdict.
 */
final class VerdictBenchmark {
  private static final int VMS = 200;
  private static final int PER_SECOND = 200;
  private static final Duration WARM_UP = Duration.ofSeconds(15);
  private static final Duration LENGTH = Duration.ofSeconds(30);

  private final Benchmark.Stage stage;
  private final Sample sample =
      new Sample("event on Kafka to verdict on Kafka, " + PER_SECOND + " events/s");

  /** When the scan was sent that a VM's next verdict of this outcome answers. */
  private final Map<String, Sent> awaited = new ConcurrentHashMap<>();

  private volatile boolean counts;
  private volatile boolean done;

  VerdictBenchmark(Benchmark.Stage stage) {
    this.stage = stage;
  }

  private record Sent(Outcome outcome, long nanos) {}

  List<Sample.Row> measure() throws InterruptedException {
    try (World world = stage.onSimulator()) {
      Facts facts = stage.facts(world);
      for (int i = 0; i < VMS; i++) {
        facts.assignVm(vm(i), "internal", "bench");
        facts.protect(vm(i));
      }
      String kafka = world.kafka().bootstrapServers();
      Thread reader = Thread.ofPlatform().start(() -> read(kafka));
      send(kafka);
      done = true;
      reader.join();
    }
    return List.of(sample.row());
  }

  private void send(String kafka) throws InterruptedException {
    Map<String, Object> settings = Map.of("bootstrap.servers", kafka, "linger.ms", 0);
    long total = PER_SECOND * WARM_UP.plus(LENGTH).toSeconds();
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
      long began = System.nanoTime();
      for (long n = 0; n < total; n++) {
        long due = began + n * 1_000_000_000L / PER_SECOND;
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
          Thread.sleep(Duration.ofNanos(left));
        }
        counts = n >= PER_SECOND * WARM_UP.toSeconds();
        boolean clean = n / VMS % 2 == 0;
        String vm = vm((int) (n % VMS));
        awaited.put(vm, new Sent(clean ? Outcome.ALLOWED : Outcome.DENIED, System.nanoTime()));
        producer.send(scan(vm, clean));
      }
      Thread.sleep(Duration.ofSeconds(2));
    }
  }

  private void read(String kafka) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            kafka,
            "group.id",
            "bench-" + Ids.next(),
            "isolation.level",
            "read_committed",
            "auto.offset.reset",
            "earliest");
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(Topic.VERDICTS.topicName()));
      while (!done) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          long now = System.nanoTime();
          Sent sent = awaited.get(record.key());
          Outcome outcome = Json.read(record.value(), Decision.class).outcome();
          if (sent != null && sent.outcome() == outcome && awaited.remove(record.key(), sent)) {
            if (counts) {
              sample.addNanos(now - sent.nanos());
            }
          }
        }
      }
    }
  }

  private static ProducerRecord<String, byte[]> scan(String vm, boolean clean) {
    List<MissingUpdate> missing =
        clean
            ? List.of()
            : List.of(new MissingUpdate("BENCH-1", UpdateSeverity.CRITICAL, null, null));
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(
            Topic.VM_EVENTS.topicName(), vm, Json.bytes(new PatchScanned(missing, "bench")));
    Map.of(
            "ce_specversion",
            "1.0",
            "ce_id",
            Ids.next(),
            "ce_source",
            "/bench",
            "ce_type",
            EventType.VM_PATCH_SCANNED.wireName(),
            "ce_subject",
            vm,
            "ce_time",
            Instant.now().toString(),
            "content-type",
            "application/json")
        .forEach(
            (name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    return record;
  }

  private static String vm(int i) {
    return "simulator:bench-" + i;
  }
}
