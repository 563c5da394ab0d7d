package dev.tagout.lab.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;

/**
 * The key by which this world signs tickets, in PEM. Kept from one world to the next on the same
 * data, so that hosts which have pinned it go on.
 */
final class TicketKey {
  private TicketKey() {}

  /** The private key; the public one lies beside it. Made when there is none yet. */
  static Path in(Path directory) {
    Path file = directory.resolve("private.pem");
    if (Files.exists(file)) {
      return file;
    }
    try {
      Files.createDirectories(directory);
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      write(publicKey(directory), "PUBLIC KEY", pair.getPublic().getEncoded());
      // Last, since its presence says that all is there.
      write(file, "PRIVATE KEY", pair.getPrivate().getEncoded());
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has Ed25519", e);
    }
  }

  static Path publicKey(Path directory) {
    return directory.resolve("public.pem");
  }

  /** Whole or not at all, and readable by nobody else. */
  private static void write(Path file, String kind, byte[] der) throws IOException {
    Path made =
        Files.createTempFile(
            file.getParent(),
            ".key",
            null,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    Files.writeString(
        made, "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(kind, body, kind));
    Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
