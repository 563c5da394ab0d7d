package dev.tagout.exporter.siem;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is loaded into receivers, below {@code deploy/siem}. */
final class SiemFile {
  private SiemFile() {}

  static Path path(String name) {
    return Path.of(System.getProperty("tagout.root"), "deploy", "siem").resolve(name);
  }

  static String text(String name) {
    try {
      return Files.readString(path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode json(String name) {
    try {
      return Json.mapper().readTree(text(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
