package dev.tagout.exporter.http;

import dev.tagout.exporter.receiver.AwayException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A credential in a file, read each time, so that a new one counts at once. Never shown. */
public record Secret(Path file) {
  /**
   * What the file holds, without the line break at its end.
   *
   * @throws AwayException when it cannot be read or is empty
   */
  String read() throws AwayException {
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8).strip();
      if (text.isEmpty()) {
        throw new AwayException(file + " is empty");
      }
      return text;
    } catch (IOException e) {
      throw new AwayException(file + " cannot be read: " + e.getClass().getSimpleName(), e);
    }
  }

  @Override
  public String toString() {
    return "the secret in " + file;
  }
}
