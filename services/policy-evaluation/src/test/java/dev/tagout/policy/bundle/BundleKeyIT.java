package dev.tagout.policy.bundle;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.policy.PolicyPack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signatures as OPA itself makes them. */
class BundleKeyIT {
  @TempDir static Path directory;

  @ParameterizedTest
  @CsvSource({"RSA,2048,RS256", "RSA,2048,RS512", "EC,256,ES256", "EC,384,ES384"})
  void takesWhatOpaSigned(String kind, int size, String algorithm)
      throws IOException, GeneralSecurityException {
    // Given
    Path privateKey = keys(kind, size);
    SortedMap<String, byte[]> files = build(privateKey, algorithm);

    // When
    BundleKey key = new BundleKey(directory.resolve(kind + ".pub"));

    // Then
    assertThatCode(() -> key.verify(files)).doesNotThrowAnyException();
  }

  @Test
  void refusesAnotherKeysSignature() throws GeneralSecurityException, IOException {
    // Given
    SortedMap<String, byte[]> files = build(keys("RSA", 2048), "RS256");
    keys("RSA", 2048);

    // When
    BundleKey another = new BundleKey(directory.resolve("RSA.pub"));

    // Then
    assertThatThrownBy(() -> another.verify(files))
        .isInstanceOf(ContractViolation.class)
        .hasMessageContaining("another key");
  }

  @Test
  void refusesAChangedFileAnAddedOneAndALostOne() throws GeneralSecurityException, IOException {
    // Given
    SortedMap<String, byte[]> files = build(keys("RSA", 2048), "RS256");
    BundleKey key = new BundleKey(directory.resolve("RSA.pub"));
    SortedMap<String, byte[]> changed = new TreeMap<>(files);
    changed.put("data.json", text("{\"parameters\":{}}"));
    SortedMap<String, byte[]> added = new TreeMap<>(files);
    added.put("site/own.rego", text("package site.own"));
    SortedMap<String, byte[]> lost = new TreeMap<>(files);
    lost.remove("policy.wasm");
    SortedMap<String, byte[]> unsigned = new TreeMap<>(files);
    unsigned.remove(".signatures.json");
    SortedMap<String, byte[]> none = new TreeMap<>(files);
    none.put(".signatures.json", text("{\"signatures\":[\"" + unsecured(files) + "\"]}"));

    // When
    // Then
    assertThatThrownBy(() -> key.verify(changed)).hasMessageContaining("changed after");
    assertThatThrownBy(() -> key.verify(added)).hasMessageContaining("not signed: site/own.rego");
    assertThatThrownBy(() -> key.verify(lost)).hasMessageContaining("policy.wasm");
    assertThatThrownBy(() -> key.verify(unsigned)).hasMessageContaining("is not signed");
    assertThatThrownBy(() -> key.verify(none)).hasMessageContaining("signed by none");
  }

  /** The payload of the real signature, with a header that asks for no verification. */
  private static String unsecured(SortedMap<String, byte[]> files) {
    String token = new String(files.get(".signatures.json"), StandardCharsets.UTF_8);
    String payload = token.split("\\.")[1];
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text("{\"alg\":\"none\"}"))
        + "."
        + payload
        + ".";
  }

  /** A pack whose parameters have what is written in more than one way. */
  private static SortedMap<String, byte[]> build(Path privateKey, String algorithm)
      throws IOException {
    Path policies = PolicyPack.copyTo(directory.resolve("policies"));
    Files.writeString(
        policies.resolve("parameters/rules/patch/scan_stale/data.yaml"),
        """
        default:
          action: deny
          max_age_hours: 168
          trusted_sources: ["é <ü> & \\u2028 \\"q\\" \\\\ \\t", "😀", "z"]
        tiers: {}
        """);
    Path bundle = directory.resolve("signed.tar.gz");
    PolicyPack.build(
        bundle,
        "--signing-key",
        privateKey.toString(),
        "--signing-alg",
        algorithm,
        policies.toString());
    return BundleArchive.read(Files.readAllBytes(bundle));
  }

  private static Path keys(String kind, int size) throws GeneralSecurityException, IOException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
    generator.initialize(size);
    KeyPair pair = generator.generateKeyPair();
    pem(directory.resolve(kind + ".pub"), "PUBLIC KEY", pair.getPublic().getEncoded());
    Path file = directory.resolve(kind + ".pem");
    pem(file, "PRIVATE KEY", pair.getPrivate().getEncoded());
    return file;
  }

  private static void pem(Path file, String what, byte[] der) throws IOException {
    Files.writeString(
        file,
        "-----BEGIN %s-----%n%s%n-----END %s-----%n"
            .formatted(
                what, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der), what));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
