package dev.tagout.exporter.destination;

import dev.tagout.exporter.tls.Trust;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads the settings of one destination, and notes all that is wrong with them. */
final class Settings {
  private final String prefix;
  private final List<String> problems;

  Settings(String name, List<String> problems) {
    this.prefix = "tagout.exporter.destinations." + name + ".";
    this.problems = problems;
  }

  void wrong(String setting, String problem) {
    problems.add(prefix + setting + ": " + problem);
  }

  /** A value that the type cannot do without; null, and a problem, when it is not there. */
  <T> T need(String setting, Optional<T> value, DestinationType type) {
    if (value.isEmpty()) {
      wrong(setting, "is required for " + type);
    }
    return value.orElse(null);
  }

  /** A setting that the type does not take. */
  void refuse(String setting, boolean given, DestinationType type) {
    if (given) {
      wrong(setting, "is not a setting of " + type);
    }
  }

  <E extends Enum<E>> Optional<E> word(String setting, Optional<String> word, Class<E> type) {
    if (word.isEmpty()) {
      return Optional.empty();
    }
    Optional<E> found =
        Arrays.stream(type.getEnumConstants())
            .filter(value -> value.toString().equalsIgnoreCase(word.get()))
            .findFirst();
    if (found.isEmpty()) {
      wrong(
          setting,
          "is %s, and must be one of %s"
              .formatted(
                  word.get(),
                  Arrays.stream(type.getEnumConstants())
                      .map(value -> value.toString().toLowerCase(java.util.Locale.ROOT))
                      .collect(Collectors.joining(", "))));
    }
    return found;
  }

  int between(String setting, long value, long least, long most) {
    if (value < least || value > most) {
      wrong(setting, "is %d, and must be from %d to %d".formatted(value, least, most));
      return (int) least;
    }
    return (int) value;
  }

  Duration positive(String setting, Duration value) {
    if (!value.isPositive()) {
      wrong(setting, "must be longer than nothing");
    }
    return value;
  }

  /** A file that must be readable now. */
  Path readable(String setting, Path file) {
    if (file != null && !Files.isReadable(file)) {
      wrong(setting, file + " cannot be read");
    }
    return file;
  }

  Optional<Path> readable(String setting, Optional<Path> file) {
    file.ifPresent(path -> readable(setting, path));
    return file;
  }

  /** Certificates that must be usable now. */
  Trust usable(Trust trust) {
    if (trust.certificateFile().isPresent() != trust.keyFile().isPresent()) {
      wrong(
          trust.keyFile().isPresent() ? "tls.certificate-file" : "tls.key-file",
          "is required beside its counterpart");
    }
    try {
      trust.context();
    } catch (Trust.UnusableException e) {
      wrong("tls", e.getMessage());
    }
    return trust;
  }
}
