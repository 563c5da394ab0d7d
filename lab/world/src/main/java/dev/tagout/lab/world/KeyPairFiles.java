package dev.tagout.lab.world;

import dev.tagout.contracts.signature.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A key by which something of this world is signed, in PEM. Kept from one world to the next on the
 * same data, so that who has pinned it goes on.
 */
final class KeyPairFiles {
  private KeyPairFiles() {}

  /** The private key; the public one lies beside it. Made when there is none yet. */
  static Path in(Path directory) {
    Path file = privateKey(directory);
    if (Files.exists(file)) {
      return file;
    }
    try {
      Files.createDirectories(directory);
      SigningKey key = SigningKey.generate();
      write(publicKey(directory), key.verification().pem());
      // Last, since its presence says that all is there.
      write(file, key.pem());
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path privateKey(Path directory) {
    return directory.resolve("private.pem");
  }

  static Path publicKey(Path directory) {
    return directory.resolve("public.pem");
  }

  /** Whole or not at all, and readable by nobody else. */
  private static void write(Path file, String pem) throws IOException {
    Path made =
        Files.createTempFile(
            file.getParent(),
            ".key",
            null,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(made, pem);
    Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
