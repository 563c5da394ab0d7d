package dev.tagout.policy.ticket;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Map;

/** A service that signs tickets. */
public final class Signed implements QuarkusTestProfile {
  static final Path KEY =
      Path.of(
          System.getProperty("tagout.root"),
          "services/policy-evaluation/target/test-tickets/private.pem");

  /** By which it signed before. */
  static final Path FORMER_KEY = KEY.resolveSibling("former.pem");

  @Override
  public Map<String, String> getConfigOverrides() {
    write(KEY);
    return Map.of(
        "tagout.policy.tickets.former-keys",
        publicHalf(write(FORMER_KEY)).toString(),
        "tagout.policy.tickets.signing-key",
        KEY.toString(),
        "tagout.policy.tickets.tier-life.restricted",
        "PT5M");
  }

  private static Path publicHalf(Path key) {
    try {
      return Files.writeString(
          key.resolveSibling(key.getFileName() + ".pub"), TicketKey.read(key).publicPem());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new private key in PEM. */
  static Path write(Path file) {
    try {
      Files.createDirectories(file.getParent());
      return Files.writeString(
          file,
          pem(KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate().getEncoded()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String pem(byte[] pkcs8) {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(pkcs8)
        + "\n-----END PRIVATE KEY-----\n";
  }
}
