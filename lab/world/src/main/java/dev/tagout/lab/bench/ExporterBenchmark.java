package dev.tagout.lab.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.id.Ids;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.topic.Topic;
import dev.tagout.lab.infrastructure.ChildProcess;
import dev.tagout.lab.infrastructure.JavaCommand;
import dev.tagout.lab.infrastructure.KafkaProcess;
import dev.tagout.lab.infrastructure.Port;
import dev.tagout.lab.infrastructure.Topics;
import dev.tagout.lab.world.WorldException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The exporter by itself, with one receiver at a time. It stands still while findings are written
 * to the topic; measured is from the moment when it goes on until the receiver has them, three
 * times, when it has been warmed up. Beside it, what a consumer takes from the topic that does
 * nothing with it. And rsyslog is killed while findings go on to come at a steady rate, and is
 * started again.
 */
final class ExporterBenchmark {
  private static final int FINDINGS = 20_000;
  private static final int WARM_UP = 30_000;
  private static final int ROUNDS = 3;
  private static final int LIVE = 1000;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** How long the receiver is away: 60 s unless this says otherwise. */
  private static final String AWAY = "TAGOUT_BENCH_AWAY_SECONDS";

  private final Benchmark.Stage stage;
  private final Path data;
  private final ObjectNode finding;
  private final List<Sample.Row> rows = new ArrayList<>();
  private int receivers;

  ExporterBenchmark(Benchmark.Stage stage) {
    this.stage = stage;
    this.data = stage.data().resolve("exporter-" + Ids.next());
    this.finding = refusedStart(stage.checkout().root().resolve("docs/reference/findings.md"));
  }

  /** The first example of the page: what the code makes of a start that was refused. */
  private static ObjectNode refusedStart(Path page) {
    try {
      String text = Files.readString(page);
      int from = text.indexOf("```json\n") + 8;
      return (ObjectNode)
          Json.tree(
              text.substring(from, text.indexOf("```", from)).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Sample.Row> measure() throws InterruptedException {
    try {
      Files.createDirectories(data);
      Files.writeString(data.resolve("token"), "bench");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try (KafkaProcess kafka =
            new KafkaProcess(
                stage.checkout(),
                Port.free(),
                data.resolve("kafka"),
                data.resolve("kafka.log"),
                Optional.empty());
        SyslogServer rsyslog = new SyslogServer(data.resolve("rsyslog"));
        HttpSink sink = new HttpSink()) {
      kafka.start();
      Topics.create(kafka.bootstrapServers(), Topic.PARTITIONS);
      rsyslog.start();
      Producer producer = new Producer(kafka.bootstrapServers());
      LineCount syslog = new LineCount(rsyslog.out());
      LongSupplier got = syslog::now;
      receiver(kafka, producer, "syslog/TLS, OCSF", syslog(rsyslog, "ocsf"), got);
      away(kafka, producer, rsyslog);
      receiver(kafka, producer, "syslog/TLS, CEF", syslog(rsyslog, "cef"), got);
      String http = "http://127.0.0.1:" + sink.port();
      receiver(
          kafka,
          producer,
          "Splunk HEC, gzip, loopback without TLS",
          Map.of(
              "TYPE",
              "splunk-hec",
              "URL",
              http + "/services/collector/event",
              "TOKEN_FILE",
              data.resolve("token").toString()),
          sink::taken);
      receiver(
          kafka,
          producer,
          "Elastic _bulk, gzip, loopback without TLS",
          Map.of("TYPE", "elastic", "URL", http),
          sink::taken);
      LineCount lines = new LineCount(data.resolve("out.jsonl"));
      receiver(
          kafka,
          producer,
          "file",
          Map.of(
              "TYPE", "file",
              "PATH", data.resolve("out.jsonl").toString(),
              "ROTATION_MAX_SIZE", "100G"),
          lines::now);
      rows.addFirst(raw(kafka.bootstrapServers(), producer.written()));
      producer.close();
    }
    return rows;
  }

  private static Map<String, String> syslog(SyslogServer rsyslog, String format) {
    return Map.of(
        "TYPE",
        "syslog",
        "HOST",
        "127.0.0.1",
        "PORT",
        String.valueOf(rsyslog.port()),
        "TLS_CA_FILE",
        rsyslog.certificate().toString(),
        "FORMAT",
        format);
  }

  private ChildProcess exporter(KafkaProcess kafka, String name, Map<String, String> destination) {
    Path jar =
        stage.checkout().root().resolve("services/exporter/target/quarkus-app/quarkus-run.jar");
    if (!Files.exists(jar)) {
      throw new WorldException("exporter is not built: %s is missing.".formatted(jar));
    }
    Map<String, String> environment = new TreeMap<>();
    environment.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
    environment.put("TAGOUT_EXPORTER_PORT", String.valueOf(Port.free()));
    destination.forEach(
        (key, value) -> environment.put("TAGOUT_EXPORTER_DESTINATIONS_" + name + "_" + key, value));
    return ChildProcess.start(
        "exporter",
        new JavaCommand(
                "160m",
                JavaCommand.Jit.FULL,
                Optional.empty(),
                List.of("-jar", jar.toString()),
                List.of())
            .line(),
        environment,
        data.resolve("exporter.log"));
  }

  private void receiver(
      KafkaProcess kafka,
      Producer producer,
      String title,
      Map<String, String> destination,
      LongSupplier got)
      throws InterruptedException {
    Sample rates = new Sample(title);
    long before = got.getAsLong();
    // A new group reads all that is there: that warms it up.
    producer.write(Math.max(0, WARM_UP - producer.written()));
    try (ChildProcess exporter = exporter(kafka, "R" + receivers++, destination)) {
      awaitCount(got, before + producer.written());
      for (int round = 0; round < ROUNDS; round++) {
        exporter.pause();
        long target = got.getAsLong() + FINDINGS;
        producer.write(FINDINGS);
        long began = System.nanoTime();
        exporter.resume();
        awaitCount(got, target);
        rates.addMillis(FINDINGS / ((System.nanoTime() - began) / 1e9));
      }
    }
    rows.add(rates.row());
  }

  private static void awaitCount(LongSupplier got, long target) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (got.getAsLong() < target) {
      if (System.nanoTime() > deadline) {
        throw new WorldException("The receiver has %d of %d".formatted(got.getAsLong(), target));
      }
      Thread.sleep(20);
    }
  }

  private Sample.Row raw(String bootstrapServers, long findings) {
    Sample rates = new Sample("a consumer of the topic that does nothing");
    for (int round = 0; round < ROUNDS; round++) {
      Map<String, Object> settings =
          Map.of(
              "bootstrap.servers",
              bootstrapServers,
              "group.id",
              "raw-" + Ids.next(),
              "auto.offset.reset",
              "earliest",
              "max.poll.records",
              500);
      try (KafkaConsumer<String, byte[]> consumer =
          new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
        consumer.subscribe(List.of(Topic.FINDINGS.topicName()));
        long taken = 0;
        long began = 0;
        while (taken < findings) {
          int some = consumer.poll(Duration.ofMillis(100)).count();
          if (taken == 0 && some > 0) {
            began = System.nanoTime();
          }
          taken += some;
        }
        rates.addMillis(findings / ((System.nanoTime() - began) / 1e9));
      }
    }
    return rates.row();
  }

  /** By the group of the first receiver, which has nothing to make up for. */
  private void away(KafkaProcess kafka, Producer producer, SyslogServer rsyslog)
      throws InterruptedException {
    Duration away = Duration.ofSeconds(Long.parseLong(System.getenv().getOrDefault(AWAY, "60")));
    try (ChildProcess exporter = exporter(kafka, "R0", syslog(rsyslog, "ocsf"))) {
      Arrivals arrivals = new Arrivals(rsyslog.out());
      long before = producer.written();
      Thread live = producer.live(LIVE);
      awaitCount(arrivals::now, 10L * LIVE);
      rsyslog.kill();
      Thread.sleep(away);
      int then = arrivals.now();
      long backlog = producer.written() - before - then;
      rsyslog.start();
      long started = System.nanoTime();
      awaitCount(arrivals::now, then + 1L);
      long began = System.nanoTime();
      while (arrivals.now() < producer.written() - before - LIVE / 2) {
        Thread.sleep(20);
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      double rate = (arrivals.now() - then) / seconds;
      live.interrupt();
      live.join();
      awaitCount(arrivals::now, producer.live.size());
      if (!exporter.isAlive()) {
        throw new WorldException("The exporter has ended, see " + exporter.log());
      }
      row(
          "rsyslog killed, away for %d s at %d/s: backlog".formatted(away.toSeconds(), LIVE),
          backlog);
      row("  rate of the catch-up", rate);
      row("  as a multiple of the live rate", rate / LIVE);
      row("  seconds from its return to the first finding", (began - started) / 1e9);
      row("  seconds from there until all is there", seconds);
      row("  findings lost", arrivals.missing(producer.live.keySet()));
    }
  }

  private void row(String title, double value) {
    Sample sample = new Sample(title);
    sample.addMillis(value);
    rows.add(sample.row());
  }

  /** Writes findings to the topic. */
  private final class Producer implements AutoCloseable {
    private final KafkaProducer<String, byte[]> kafka;
    private final AtomicLong written = new AtomicLong();

    /** Ids of what was written at a steady rate. */
    private final Map<String, Boolean> live = new ConcurrentHashMap<>();

    Producer(String bootstrapServers) {
      kafka =
          new KafkaProducer<>(
              Map.of(
                  "bootstrap.servers",
                  bootstrapServers,
                  "linger.ms",
                  5,
                  "batch.size",
                  256 * 1024,
                  "compression.type",
                  "lz4",
                  "max.in.flight.requests.per.connection",
                  1),
              new StringSerializer(),
              new ByteArraySerializer());
    }

    long written() {
      return written.get();
    }

    void write(long count) {
      for (long i = 0; i < count; i++) {
        send();
      }
      kafka.flush();
    }

    private String send() {
      String id = Ids.next().toString();
      ((ObjectNode) finding.get("metadata")).put("uid", id);
      kafka.send(
          new ProducerRecord<>(
              Topic.FINDINGS.topicName(), "vm-" + written.get() % 500, Json.bytes(finding)));
      written.incrementAndGet();
      return id;
    }

    /** Until it is interrupted. */
    Thread live(int perSecond) {
      return Thread.ofPlatform()
          .start(
              () -> {
                try {
                  long began = System.nanoTime();
                  for (long n = 0; ; n++) {
                    long left = began + n * 1_000_000_000L / perSecond - System.nanoTime();
                    if (left > 0) {
                      Thread.sleep(Duration.ofNanos(left));
                    }
                    live.put(send(), true);
                  }
                } catch (InterruptedException e) {
                  kafka.flush();
                }
              });
    }

    @Override
    public void close() {
      kafka.close();
    }
  }
}
