package dev.tagout.policy.record;

import dev.tagout.contracts.signature.SigningKey;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Lets the service sign its record, and seal it soon and in small pieces. */
public final class Sealing implements QuarkusTestResourceLifecycleManager {
  private static final Path KEY =
      Path.of(
          System.getProperty("tagout.root"),
          "services/policy-evaluation/target/test-record-key.pem");

  /** The key that the service signs by. */
  static SigningKey key() {
    try {
      return SigningKey.parse(Files.readString(KEY));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Map<String, String> start() {
    try {
      Files.createDirectories(KEY.getParent());
      Files.writeString(KEY, SigningKey.generate().pem());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.of(
        "tagout.policy.record.signing-key", KEY.toString(),
        "tagout.policy.record.every", "PT0.1S",
        "tagout.policy.record.entries", "4");
  }

  @Override
  public void stop() {}
}
