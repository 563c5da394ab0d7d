package dev.tagout.policy.bundle;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The public key whose owner may say what the policies are. Verifies signatures as {@code opa build
 * --signing-key} makes them: {@code .signatures.json} holds one JWS over the digests of all other
 * files (OPA's documentation, "Signing"). Only asymmetric algorithms that the key itself fits are
 * taken, whatever the signature says of itself.
 */
final class BundleKey {
  private static final String SIGNATURES = ".signatures.json";
  private static final Base64.Decoder BASE64 = Base64.getUrlDecoder();

  private final PublicKey key;

  /**
   * @param pem a public key, RSA or EC, as {@code openssl pkey -pubout} writes it
   * @throws IllegalArgumentException when it is none
   */
  BundleKey(Path pem) {
    this.key = read(pem);
  }

  /**
   * @throws ContractViolation when the files are not exactly those that were signed with the key
   */
  void verify(Map<String, byte[]> files) {
    JsonNode payload = payload(files);
    Map<String, String> signed = new HashMap<>();
    for (JsonNode file : payload.path("files")) {
      if (!file.path("algorithm").asText().equals("SHA-256")) {
        throw violation("is signed with a digest other than SHA-256");
      }
      signed.put(file.path("name").asText(), file.path("hash").asText());
    }
    Set<String> names = new TreeSet<>(files.keySet());
    names.remove(SIGNATURES);
    for (String name : names) {
      String expected = signed.remove(name);
      if (expected == null) {
        throw violation("has a file that is not signed: " + name);
      }
      if (!expected.equals(FileDigest.of(name, files.get(name)))) {
        throw violation("was changed after it was signed: " + name);
      }
    }
    if (!signed.isEmpty()) {
      throw violation("lacks files that were signed: " + String.join(", ", signed.keySet()));
    }
  }

  private JsonNode payload(Map<String, byte[]> files) {
    byte[] signatures = files.get(SIGNATURES);
    if (signatures == null) {
      throw violation("is not signed, and a key is configured");
    }
    JsonNode tokens = Json.tree(signatures).path("signatures");
    if (tokens.size() != 1) {
      throw violation("has " + tokens.size() + " signatures and should have one");
    }
    String[] parts = tokens.path(0).asText().split("\\.", -1);
    if (parts.length != 3) {
      throw violation("has a signature that is no compact JWS");
    }
    try {
      String algorithm = Json.tree(BASE64.decode(parts[0])).path("alg").asText();
      Signature verifier = Signature.getInstance(javaName(algorithm));
      verifier.initVerify(key);
      verifier.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
      if (!verifier.verify(BASE64.decode(parts[2]))) {
        throw violation("has a signature by another key");
      }
      return Json.tree(BASE64.decode(parts[1]));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw violation("has a signature that cannot be verified: " + e.getMessage());
    }
  }

  /** RFC 7518 section 3.1; what the key does not fit is refused when it is initialised. */
  private static String javaName(String algorithm) {
    return switch (algorithm) {
      case "RS256" -> "SHA256withRSA";
      case "RS384" -> "SHA384withRSA";
      case "RS512" -> "SHA512withRSA";
      case "ES256" -> "SHA256withECDSAinP1363Format";
      case "ES384" -> "SHA384withECDSAinP1363Format";
      case "ES512" -> "SHA512withECDSAinP1363Format";
      default -> throw violation("is signed by " + algorithm + ", which is not taken");
    };
  }

  private static ContractViolation violation(String problem) {
    return new ContractViolation("bundle", problem);
  }

  private static PublicKey read(Path pem) {
    try {
      String body =
          Files.readString(pem)
              .replaceAll("-----(BEGIN|END) PUBLIC KEY-----", "")
              .replaceAll("\\s", "");
      X509EncodedKeySpec spec = new X509EncodedKeySpec(Base64.getDecoder().decode(body));
      try {
        return KeyFactory.getInstance("RSA").generatePublic(spec);
      } catch (GeneralSecurityException e) {
        return KeyFactory.getInstance("EC").generatePublic(spec);
      }
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalArgumentException("no public key in PEM: " + pem, e);
    }
  }

  /**
   * The digest that OPA signs. Structured files are hashed in a canonical form, so that their
   * whitespace does not matter: members by name, numbers as written (OPA, {@code
   * v1/bundle/hash.go}).
   */
  private static final class FileDigest {
    private static final Set<String> STRUCTURED = Set.of("data.json", "data.yaml", ".manifest");

    /** Numbers as they are written, as far as JSON in Java keeps that. */
    private static final JsonMapper EXACT =
        JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private final MessageDigest digest;

    private FileDigest(MessageDigest digest) {
      this.digest = digest;
    }

    static String of(String name, byte[] content) {
      try {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        if (STRUCTURED.contains(name.substring(name.lastIndexOf('/') + 1))) {
          new FileDigest(digest).walk(EXACT.readTree(content));
        } else {
          digest.update(content);
        }
        return HexFormat.of().formatHex(digest.digest());
      } catch (IOException e) {
        throw violation(name + " is no JSON");
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
    }

    private void walk(JsonNode node) {
      if (node.isObject()) {
        String separator = "{";
        for (String name : fieldNames(node)) {
          write(separator);
          write(quoted(name));
          write(":");
          walk(node.get(name));
          separator = ",";
        }
        write(node.isEmpty() ? "{}" : "}");
      } else if (node.isArray()) {
        String separator = "[";
        for (JsonNode item : node) {
          write(separator);
          walk(item);
          separator = ",";
        }
        write(node.isEmpty() ? "[]" : "]");
      } else {
        write(node.isTextual() ? quoted(node.textValue()) : node.asText());
      }
    }

    private static Set<String> fieldNames(JsonNode node) {
      Set<String> names = new TreeSet<>();
      node.fieldNames().forEachRemaining(names::add);
      return names;
    }

    private void write(String text) {
      digest.update(text.getBytes(StandardCharsets.UTF_8));
    }

    /** As Go's encoding/json writes a string without escaping HTML. */
    private static String quoted(String text) {
      StringBuilder out = new StringBuilder("\"");
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        switch (c) {
          case '"' -> out.append("\\\"");
          case '\\' -> out.append("\\\\");
          case '\n' -> out.append("\\n");
          case '\r' -> out.append("\\r");
          case '\t' -> out.append("\\t");
          case '\b' -> out.append("\\b");
          case '\f' -> out.append("\\f");
          default -> {
            if (c < 0x20 || c == '\u2028' || c == '\u2029') {
              out.append("\\u%04x".formatted((int) c));
            } else {
              out.append(c);
            }
          }
        }
      }
      return out.append('"').toString();
    }
  }
}
