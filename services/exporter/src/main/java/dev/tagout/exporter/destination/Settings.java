package dev.tagout.exporter.destination;

import dev.tagout.exporter.http.Secret;
import dev.tagout.exporter.receiver.AwayException;
import dev.tagout.exporter.tls.Trust;
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

  /** Of bytes, for instance. */
  long atLeast(String setting, long value, long least) {
    if (value < least) {
      wrong(setting, "is %d, and must be at least %d".formatted(value, least));
    }
    return Math.max(value, least);
  }

  /** What a secret must hold. */
  @FunctionalInterface
  interface Content {
    String of(Secret secret) throws AwayException;
  }

  /** A secret that must be usable now; null when there is no file, which is a problem by now. */
  Secret usable(String setting, Path file, Content content) {
    if (file == null) {
      return null;
    }
    Secret secret = new Secret(file);
    try {
      content.of(secret);
    } catch (AwayException e) {
      wrong(setting, e.getMessage());
    }
    return secret;
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
      wrong(e.file().map(file -> settingOf(trust, file)).orElse("tls"), e.getMessage());
    }
    return trust;
  }

  private static String settingOf(Trust trust, Path file) {
    Optional<Path> there = Optional.of(file);
    if (there.equals(trust.caFile())) {
      return "tls.ca-file";
    }
    return there.equals(trust.certificateFile()) ? "tls.certificate-file" : "tls.key-file";
  }
}
