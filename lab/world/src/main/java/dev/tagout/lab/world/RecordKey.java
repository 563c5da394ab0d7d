package dev.tagout.lab.world;

import dev.tagout.contracts.record.SealingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The key that seals the record of a world: made once, and kept with its data. */
final class RecordKey {
  private RecordKey() {}

  /** Makes {@code private.pem} and {@code public.pem}, unless they are there. */
  static void in(Path directory) throws IOException {
    Files.createDirectories(directory);
    Path secret = directory.resolve("private.pem");
    if (!Files.exists(secret)) {
      Path made =
          Files.createTempFile(
              directory,
              ".private",
              null,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(made, SealingKey.generate().pem());
      Files.move(made, secret);
    }
    Files.writeString(
        directory.resolve("public.pem"),
        SealingKey.parse(Files.readString(secret)).verification().pem());
  }
}
