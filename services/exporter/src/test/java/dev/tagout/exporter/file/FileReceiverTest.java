package dev.tagout.exporter.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagout.contracts.json.Json;
import dev.tagout.exporter.format.OcsfFormat;
import dev.tagout.exporter.receiver.AwayException;
import dev.tagout.exporter.receiver.Batch;
import dev.tagout.exporter.receiver.Finding;
import dev.tagout.exporter.receiver.Item;
import dev.tagout.exporter.world.Findings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileReceiverTest {
  private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");
  private static final long LARGE = 1_000_000;

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void open() {
    file = directory.resolve("deep").resolve("findings.jsonl");
  }

  private FileReceiver receiver(long maxSize, Optional<Duration> maxAge, int keep, Instant now) {
    return new FileReceiver(
        new FileSettings(file, 100_000, maxSize, maxAge, keep),
        new OcsfFormat(),
        Clock.fixed(now, ZoneOffset.UTC));
  }

  private static Batch batch(String... ids) {
    return new Batch(
        Stream.of(ids)
            .map(
                id -> {
                  byte[] value = Json.bytes(Findings.event(id, "refused"));
                  return new Item(new ConsumerRecord<>("t", 0, 0, "vm", value), Finding.of(value));
                })
            .toList());
  }

  private static List<String> ids(Path of) throws IOException {
    return Files.readAllLines(of).stream()
        .map(line -> Json.tree(line.getBytes(StandardCharsets.UTF_8)).at("/metadata/uid").asText())
        .toList();
  }

  private List<Path> full() throws IOException {
    try (Stream<Path> files = Files.list(file.getParent())) {
      return files
          .filter(path -> path.getFileName().toString().matches("findings\\.jsonl\\.\\d.*"))
          .sorted()
          .toList();
    }
  }

  @Test
  void appendsWholeLinesOverRestarts() throws Exception {
    // Given
    try (FileReceiver first = receiver(LARGE, Optional.empty(), 3, NOW)) {
      first.deliver(batch("a", "b"), () -> {});
      assertThat(first.settled(() -> {})).isEqualTo(1);
    }

    // When
    try (FileReceiver second = receiver(LARGE, Optional.empty(), 3, NOW)) {
      second.deliver(batch("c"), () -> {});
    }

    // Then
    assertThat(ids(file)).containsExactly("a", "b", "c");
  }

  @Test
  void aLineThatACrashTorIsCutOffAndNoOtherIsTouched() throws Exception {
    // Given
    try (FileReceiver first = receiver(LARGE, Optional.empty(), 3, NOW)) {
      first.deliver(batch("a", "b"), () -> {});
    }
    Files.writeString(file, "{\"torn\":\"" + "x".repeat(100_000), StandardOpenOption.APPEND);

    // When
    try (FileReceiver second = receiver(LARGE, Optional.empty(), 3, NOW)) {
      second.deliver(batch("c"), () -> {});
    }

    // Then
    assertThat(ids(file)).containsExactly("a", "b", "c");
  }

  @Test
  void beginsANewFileBeforeOneGrowsTooLargeAndKeepsSoManyOldOnes() throws Exception {
    // Given
    String[] many = IntStream.range(0, 30).mapToObj(i -> "id-" + i).toArray(String[]::new);

    // When
    try (FileReceiver receiver = receiver(2000, Optional.empty(), 2, NOW)) {
      receiver.deliver(batch(many), () -> {});
    }

    // Then
    assertThat(full()).hasSize(2);
    assertThat(Stream.concat(full().stream(), Stream.of(file)))
        .allSatisfy(path -> assertThat(Files.size(path)).isBetween(1L, 2000L));
    List<String> left =
        Stream.concat(full().stream(), Stream.of(file))
            .flatMap(
                path -> {
                  try {
                    return ids(path).stream();
                  } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                  }
                })
            .toList();
    assertThat(left).isEqualTo(List.of(many).subList(30 - left.size(), 30));
  }

  @Test
  void beginsANewFileWhenTheFirstLineIsOld() throws Exception {
    // Given
    Optional<Duration> hour = Optional.of(Duration.ofHours(1));
    try (FileReceiver first = receiver(LARGE, hour, 3, NOW)) {
      first.deliver(batch("a"), () -> {});
    }
    Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.from(NOW));

    // When
    try (FileReceiver second = receiver(LARGE, hour, 3, NOW.plus(Duration.ofMinutes(61)))) {
      second.deliver(batch("b"), () -> {});
    }

    // Then
    assertThat(ids(file)).containsExactly("b");
    assertThat(full()).singleElement().satisfies(old -> assertThat(ids(old)).containsExactly("a"));
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsAReceiverThatIsAway() throws Exception {
    // Given
    Files.writeString(directory.resolve("deep"), "a file where a directory should be");
    try (FileReceiver receiver = receiver(LARGE, Optional.empty(), 3, NOW)) {
      Batch batch = batch("a");
      assertThatThrownBy(() -> receiver.deliver(batch, () -> {}))
          .isInstanceOf(AwayException.class)
          .hasMessageContaining("findings.jsonl");

      // When
      Files.delete(directory.resolve("deep"));
      receiver.deliver(batch, () -> {});

      // Then
      assertThat(ids(file)).containsExactly("a");
    }
  }

  @Test
  void aFileThatSomebodyTookAwayIsBegunAnew() throws Exception {
    // Given
    try (FileReceiver receiver = receiver(LARGE, Optional.empty(), 3, NOW)) {
      receiver.deliver(batch("a"), () -> {});
      Files.delete(file);

      // When
      receiver.deliver(batch("b"), () -> {});
      Files.move(file, file.resolveSibling("moved"));
      receiver.deliver(batch("c"), () -> {});

      // Then
      assertThat(ids(file)).containsExactly("c");
      assertThat(ids(file.resolveSibling("moved"))).containsExactly("b");
    }
  }

  @Test
  void aFileThatSomebodyEmptiedBeginsWithAWholeLine() throws Exception {
    // Given
    try (FileReceiver receiver = receiver(LARGE, Optional.empty(), 3, NOW)) {
      receiver.deliver(batch("a", "b"), () -> {});
      Files.write(file, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);

      // When
      receiver.deliver(batch("c"), () -> {});

      // Then
      assertThat(ids(file)).containsExactly("c");
    }
  }

  @Test
  void whatSomebodyElseAppendedIsNotOverwritten() throws Exception {
    // Given
    try (FileReceiver receiver = receiver(LARGE, Optional.empty(), 3, NOW)) {
      receiver.deliver(batch("a"), () -> {});
      Files.writeString(
          file, Findings.event("theirs", "written by hand") + "\n", StandardOpenOption.APPEND);

      // When
      receiver.deliver(batch("b"), () -> {});

      // Then
      assertThat(ids(file)).containsExactly("a", "theirs", "b");
    }
  }

  @Test
  void onlyOneWritesToAFile() throws Exception {
    // Given
    try (FileReceiver first = receiver(LARGE, Optional.empty(), 3, NOW);
        FileReceiver second = receiver(LARGE, Optional.empty(), 3, NOW)) {
      first.deliver(batch("a"), () -> {});

      // When, Then
      assertThatThrownBy(() -> second.deliver(batch("b"), () -> {}))
          .isInstanceOf(AwayException.class)
          .hasMessageContaining("is written by somebody else");
    }
  }
}
