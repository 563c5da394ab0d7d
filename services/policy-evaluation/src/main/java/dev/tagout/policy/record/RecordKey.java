package dev.tagout.policy.record;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.signature.SigningKey;
import dev.tagout.policy.PolicyConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The key that this site signs its record by, if it has one. */
@ApplicationScoped
class RecordKey {
  private final Optional<SigningKey> key;

  RecordKey(PolicyConfig config) {
    this.key = config.record().signingKey().map(RecordKey::read);
  }

  Optional<SigningKey> get() {
    return key;
  }

  private static SigningKey read(Path file) {
    try {
      return SigningKey.parse(Files.readString(file));
    } catch (IOException | ContractViolation e) {
      throw new IllegalStateException(
          "tagout.policy.record.signing-key is no Ed25519 private key in PEM (PKCS#8): " + file, e);
    }
  }
}
