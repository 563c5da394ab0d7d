package dev.tagout.lab.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.lab.infrastructure.PostgresServer.Durability;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No child outlives a parent that is killed, and that could run no shutdown hook. */
class OrphanIT {

  @TempDir Path directory;

  private Process parent;
  private List<ProcessHandle> children;

  @BeforeEach
  void startParent() throws IOException {
    parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-D" + Checkout.ROOT_PROPERTY + "=" + Checkout.current().root(),
                "-cp",
                System.getProperty("java.class.path"),
                OrphanIT.Parent.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    children = new ArrayList<>();
    var lines = parent.inputReader();
    for (var line = lines.readLine(); !"done".equals(line); line = lines.readLine()) {
      children.add(ProcessHandle.of(Long.parseLong(line)).orElseThrow());
    }
  }

  @AfterEach
  void end() {
    parent.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void childrenEndWithAKilledParent() throws Exception {
    // When
    parent.destroyForcibly();

    // Then
    for (var child : children) {
      child.onExit().get(30, TimeUnit.SECONDS);
    }
    assertThat(children).hasSize(3).noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void theNextOwnerOfTheDataNeedNotWait() throws Exception {
    // Given
    parent.destroyForcibly().waitFor();

    // When
    try (var next = postgres(directory)) {
      next.start();

      // Then
      assertThat(next.postmaster()).isPresent();
    }
  }

  private static PostgresServer postgres(Path directory) {
    return new PostgresServer(
        Port.free(),
        directory.resolve("postgres"),
        directory.resolve("postgres.log"),
        Durability.DURABLE);
  }

  private static KafkaProcess kafka(Path directory) {
    return new KafkaProcess(
        Checkout.current(),
        Port.free(),
        directory.resolve("kafka"),
        directory.resolve("kafka.log"),
        Optional.empty());
  }

  /** Starts one child of each kind, says their ids, and waits to be killed. */
  static final class Parent {

    private Parent() {}

    public static void main(String[] arguments) throws InterruptedException {
      var directory = Path.of(arguments[0]);
      // By a thread that ends: a child must not be tied to it.
      var starter = Thread.ofPlatform().start(() -> startChildren(directory));
      starter.join();
      System.out.println("done");
      Thread.currentThread().join();
    }

    private static void startChildren(Path directory) {
      var sleep =
          ChildProcess.start(
              "sleep", List.of("sleep", "600"), Map.of(), directory.resolve("sleep.log"));
      System.out.println(sleep.pid());
      var kafka = kafka(directory);
      kafka.start();
      System.out.println(kafka.process().orElseThrow().pid());
      var postgres = postgres(directory);
      postgres.start();
      System.out.println(postgres.postmaster().orElseThrow().pid());
    }
  }
}
