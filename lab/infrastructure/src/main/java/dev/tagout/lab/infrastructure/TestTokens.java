package dev.tagout.lab.infrastructure;

import dev.tagout.contracts.json.Json;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** Lets the service under test verify bearer tokens, and makes such tokens (RFC 7519, RS256). */
public class TestTokens implements QuarkusTestResourceLifecycleManager {
  /** A file, since test and service may have this class from different class loaders. */
  private static final Path KEYS = Path.of("target", "test-tokens").toAbsolutePath();

  private static final Path PRIVATE = KEYS.resolve("private.pk8");
  private static final Path PUBLIC = KEYS.resolve("public.pem");

  @Override
  public Map<String, String> start() {
    try {
      if (!Files.exists(PUBLIC)) {
        KeyPair pair = pair();
        Files.createDirectories(KEYS);
        Files.write(PRIVATE, pair.getPrivate().getEncoded());
        Files.writeString(
            PUBLIC,
            "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.of("mp.jwt.verify.publickey.location", PUBLIC.toUri().toString());
  }

  @Override
  public void stop() {}

  /** A token that holds for some minutes. */
  public static String of(String subject) {
    return signed(claims("tagout", subject, Duration.ofMinutes(10)), key());
  }

  /** One whose time is over. */
  public static String expired(String subject) {
    return signed(claims("tagout", subject, Duration.ofMinutes(-10)), key());
  }

  /** One that somebody else issued. */
  public static String ofIssuer(String issuer, String subject) {
    return signed(claims(issuer, subject, Duration.ofMinutes(10)), key());
  }

  /** One that is signed with another key. */
  public static String forged(String subject) {
    return signed(claims("tagout", subject, Duration.ofMinutes(10)), pair().getPrivate());
  }

  private static Map<String, Object> claims(String issuer, String subject, Duration life) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", issuer);
    claims.put("sub", subject);
    claims.put("exp", Instant.now().plus(life).getEpochSecond());
    return claims;
  }

  private static String signed(Map<String, Object> claims, PrivateKey key) {
    try {
      String content = part(Map.of("alg", "RS256", "typ", "JWT")) + "." + part(claims);
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(content.getBytes(StandardCharsets.US_ASCII));
      return content + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static PrivateKey key() {
    try {
      return KeyFactory.getInstance("RSA")
          .generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(PRIVATE)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String part(Map<String, Object> json) {
    return base64(Json.bytes(json));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
