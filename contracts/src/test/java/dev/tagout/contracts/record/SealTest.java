package dev.tagout.contracts.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.signature.SigningKey;
import dev.tagout.contracts.signature.VerificationKey;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SealTest {
  private static final Instant AT = Instant.parse("2026-11-24T10:00:00.123Z");

  /** RFC 8410 section 10.3, and the public key of section 10.1 that belongs to it. */
  private static final String PRIVATE =
      """
      -----BEGIN PRIVATE KEY-----
      MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
      -----END PRIVATE KEY-----
      """;

  private static final String PUBLIC =
      """
      -----BEGIN PUBLIC KEY-----
      MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
      -----END PUBLIC KEY-----
      """;

  private final SigningKey key = SigningKey.parse(PRIVATE);

  @Test
  void knowsThePublicHalfOfAKey() {
    assertThat(key.verification().pem()).isEqualTo(PUBLIC);
    assertThat(SigningKey.parse(key.pem()).verification().id()).isEqualTo(key.verification().id());
  }

  @Test
  void isSignedByItsKeyAndNoOther() {
    // When
    Seal seal = seal(Optional.of(key));

    // Then
    assertThat(seal.isIntact()).isTrue();
    assertThat(seal.isSignedBy(VerificationKey.parse(PUBLIC))).isTrue();
    assertThat(seal.isSignedBy(SigningKey.generate().verification())).isFalse();
  }

  @Test
  void isReadBackFromJsonWithItsHashAndSignature() {
    // Given
    Seal seal = seal(Optional.of(key));

    // When
    Seal read = Json.read(Json.text(seal), Seal.class);

    // Then
    assertThat(read).isEqualTo(seal);
    assertThat(read.isIntact()).isTrue();
  }

  @Test
  void isNotIntactWhenAnythingThatItSaysIsChanged() {
    // Given
    Seal seal = seal(Optional.of(key));

    // When
    Seal changed =
        new Seal(
            seal.number(),
            seal.first(),
            seal.entries(),
            Hash.sha256(new byte[] {1}),
            seal.previous(),
            seal.sealedAt(),
            seal.keyId(),
            seal.hash(),
            seal.signature());

    // Then
    assertThat(changed.isIntact()).isFalse();
    assertThat(changed.isSignedBy(key.verification())).isFalse();
  }

  @Test
  void neverRepeatsWhatIsNoKey() {
    assertThatThrownBy(() -> SigningKey.parse("secret"))
        .isInstanceOf(ContractViolation.class)
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> VerificationKey.parse("nonsense"))
        .isInstanceOf(ContractViolation.class);
    assertThat(key.toString()).doesNotContain("MC4CAQAw");
  }

  private static Seal seal(Optional<SigningKey> key) {
    return Seal.make(2, 4, 3, Hash.sha256(), Hash.NONE, AT, key);
  }
}
