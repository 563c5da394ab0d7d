package dev.tagout.lab.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyPairFilesTest {
  @TempDir Path directory;

  @Test
  void bothHalvesAreOnePair() throws IOException, GeneralSecurityException {
    // When
    Path privateKey = KeyPairFiles.in(directory);

    // Then
    byte[] text = "a ticket".getBytes(StandardCharsets.UTF_8);
    KeyFactory keys = KeyFactory.getInstance("Ed25519");
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(keys.generatePrivate(new PKCS8EncodedKeySpec(der(privateKey))));
    signature.update(text);
    byte[] signed = signature.sign();
    signature.initVerify(
        keys.generatePublic(new X509EncodedKeySpec(der(KeyPairFiles.publicKey(directory)))));
    signature.update(text);
    assertThat(signature.verify(signed)).isTrue();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(privateKey)))
        .isEqualTo("rw-------");
  }

  @Test
  void isKeptForTheNextWorld() throws IOException {
    // Given
    String first = Files.readString(KeyPairFiles.in(directory));

    // When
    String second = Files.readString(KeyPairFiles.in(directory));

    // Then
    assertThat(second).isEqualTo(first);
  }

  private static byte[] der(Path pem) throws IOException {
    return Base64.getMimeDecoder()
        .decode(Files.readString(pem).replaceAll("-----(BEGIN|END) [A-Z ]*-----", ""));
  }
}
