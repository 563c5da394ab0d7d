package dev.tagout.policy.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagout.contracts.json.ContractViolation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TicketKeyTest {
  @TempDir Path directory;

  /** RFC 8032 section 7.1, test 1, in the wrappings of RFC 8410. */
  @Test
  void knowsThePublicKeyOfItsPrivateOne() throws IOException {
    // Given
    byte[] pkcs8 =
        HexFormat.of()
            .parseHex(
                "302e020100300506032b657004220420"
                    + "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    Path file = Files.writeString(directory.resolve("key.pem"), Signed.pem(pkcs8));

    // When
    String pem = TicketKey.read(file).publicPem();

    // Then
    byte[] der =
        Base64.getMimeDecoder().decode(pem.replaceAll("-----(BEGIN|END) PUBLIC KEY-----", ""));
    assertThat(HexFormat.of().formatHex(der))
        .isEqualTo(
            "302a300506032b6570032100"
                + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  }

  @Test
  void takesWhatItHasSigned() {
    // Given
    TicketKey key = key("one");
    Ticket ticket = Some.ticket("web-01", "may start");

    // When
    String jws = key.sign(ticket);

    // Then
    assertThat(key.verifier().verify(jws)).isEqualTo(ticket);
    assertThat(new String(Base64.getUrlDecoder().decode(jws.split("\\.")[0])))
        .matches("\\{\"alg\":\"EdDSA\",\"kid\":\"[0-9a-f]{16}\",\"typ\":\"tagout-ticket\\+jwt\"}");
  }

  @Test
  void refusesWhatItHasNotSigned() {
    // Given
    TicketKey key = key("one");
    String jws = key.sign(Some.ticket("web-01", "may start"));
    String[] parts = jws.split("\\.");
    String more =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                Some.ticket("web-02", "may start").json().getBytes(StandardCharsets.UTF_8));
    String unsigned = base64("{\"alg\":\"none\"}") + "." + parts[1] + ".";

    // Then
    assertRefused(key, key("two").sign(Some.ticket("web-01", "may start")));
    assertRefused(key, parts[0] + "." + more + "." + parts[2]);
    assertRefused(key, parts[0] + "." + parts[1] + ".AAAA");
    assertRefused(key, parts[0] + "." + parts[1] + ".???");
    assertRefused(key, unsigned);
    assertRefused(key, "");
    assertRefused(key, "a.b.c.d");
    assertRefused(key, "x".repeat(100_000));
  }

  @Test
  void refusesAFileThatHoldsNoSuchKey() throws IOException {
    // Given
    Path nonsense = Files.writeString(directory.resolve("nonsense.pem"), "nonsense");

    // Then
    assertThatThrownBy(() -> TicketKey.read(nonsense))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tagout.policy.tickets.signing-key")
        .hasMessageContaining("nonsense.pem");
  }

  private static void assertRefused(TicketKey key, String jws) {
    assertThatThrownBy(() -> key.verifier().verify(jws)).isInstanceOf(ContractViolation.class);
  }

  private TicketKey key(String name) {
    return TicketKey.read(Signed.write(directory.resolve(name)));
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
