package dev.tagout.lab.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/**
 * Bearer tokens of two local users, so that a waiver can be requested by one and approved by the
 * other. The key lives as long as this world, a token one hour; both are renewed. What an identity
 * provider does for a site.
 */
final class Tokens implements AutoCloseable {
  /** Who can ask, and who can approve. */
  static final List<String> USERS = List.of("alice", "bob");

  private static final Duration LIFE = Duration.ofHours(1);
  private static final String ISSUER = "tagout";

  private final Path directory;
  private final PrivateKey key;
  private final Thread renewal;

  private Tokens(Path directory, PrivateKey key) {
    this.directory = directory;
    this.key = key;
    this.renewal = Thread.ofVirtual().name("tokens").unstarted(this::renew);
  }

  /**
   * Writes the public key and the tokens, and renews them until closed.
   *
   * @param directory where they are put: {@code <user>}, and {@code key.pem}
   */
  static Tokens in(Path directory) {
    try {
      Files.createDirectories(directory);
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      KeyPair pair = generator.generateKeyPair();
      Tokens tokens = new Tokens(directory, pair.getPrivate());
      tokens.write(
          "key.pem",
          "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n"
              .formatted(
                  Base64.getMimeEncoder(64, new byte[] {'\n'})
                      .encodeToString(pair.getPublic().getEncoded())));
      tokens.mint();
      tokens.renewal.start();
      return tokens;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has RSA", e);
    }
  }

  private void renew() {
    try {
      while (true) {
        Thread.sleep(LIFE.dividedBy(2));
        mint();
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private void mint() {
    for (String user : USERS) {
      write(user, token(user, Instant.now()) + "\n");
    }
  }

  /** A JWT (RFC 7519), signed by RS256 (RFC 7518 section 3.3). */
  private String token(String user, Instant now) {
    String claims =
        "{\"iss\":\"%s\",\"sub\":\"%s\",\"iat\":%d,\"exp\":%d}"
            .formatted(ISSUER, user, now.getEpochSecond(), now.plus(LIFE).getEpochSecond());
    String signed = base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + base64(claims);
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed
          + "."
          + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java signs by RSA", e);
    }
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Whole or not at all, and readable by nobody else. */
  private void write(String name, String content) {
    try {
      Path made =
          Files.createTempFile(
              directory,
              "." + name,
              null,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(made, content);
      Files.move(
          made,
          directory.resolve(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    renewal.interrupt();
  }
}
