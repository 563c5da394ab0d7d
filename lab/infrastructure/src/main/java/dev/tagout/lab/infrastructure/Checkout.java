package dev.tagout.lab.infrastructure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A built source tree: where the programs are that we start.
 *
 * @param root the directory of the root pom
 */
public record Checkout(Path root) {

  /** The system property that names the root; the build sets it for every test. */
  public static final String ROOT_PROPERTY = "tagout.root";

  public Checkout {
    root = root.toAbsolutePath().normalize();
  }

  /**
   * The tree that {@value #ROOT_PROPERTY} names.
   *
   * @throws IllegalStateException when the property is not set
   */
  public static Checkout current() {
    var root = System.getProperty(ROOT_PROPERTY);
    if (root == null) {
      throw new IllegalStateException(
          "The system property %s does not say where the source tree is".formatted(ROOT_PROPERTY));
    }
    return new Checkout(Path.of(root));
  }

  /**
   * The class path of the broker: its jar, or its classes where it was compiled and not packaged.
   *
   * @throws IllegalStateException when it was not built
   */
  public String brokerClassPath() {
    var target = root.resolve("lab/kafka/target");
    var libraries = target.resolve("lib");
    if (!Files.isDirectory(libraries)) {
      throw new IllegalStateException(
          "The Kafka broker is not built: %s is missing".formatted(libraries));
    }
    return jarIn(target) + ":" + libraries + "/*";
  }

  private static Path jarIn(Path target) {
    try (Stream<Path> files = Files.list(target)) {
      return files
          .filter(file -> file.getFileName().toString().matches("tagout-lab-kafka-.*\\.jar"))
          .findFirst()
          .orElse(target.resolve("classes"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
