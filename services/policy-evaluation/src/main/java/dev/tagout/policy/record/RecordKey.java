package dev.tagout.policy.record;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.record.SealingKey;
import dev.tagout.policy.PolicyConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The key that this site signs its record by, if it has one. */
@ApplicationScoped
class RecordKey {
  private final Optional<SealingKey> key;

  RecordKey(PolicyConfig config) {
    this.key = config.record().signingKey().map(RecordKey::read);
  }

  Optional<SealingKey> get() {
    return key;
  }

  private static SealingKey read(Path file) {
    try {
      return SealingKey.parse(Files.readString(file));
    } catch (IOException | ContractViolation e) {
      throw new IllegalStateException(
          "tagout.policy.record.signing-key is no Ed25519 private key in PEM (PKCS#8): " + file, e);
    }
  }
}
