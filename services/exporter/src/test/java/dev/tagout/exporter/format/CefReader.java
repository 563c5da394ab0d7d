package dev.tagout.exporter.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads CEF as the standard has it, character by character, and refuses what it does not allow.
 * Shares nothing with what writes it.
 */
final class CefReader {
  /** The header's seven fields, with the version first, and the extension. */
  record Cef(List<String> header, Map<String, String> extension) {}

  private final String line;
  private int at;

  private CefReader(String line) {
    this.line = line;
  }

  static Cef read(String line) {
    return new CefReader(line).read();
  }

  private Cef read() {
    if (!line.startsWith("CEF:")) {
      throw new IllegalArgumentException("does not begin with CEF: " + line);
    }
    at = 4;
    List<String> header = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      header.add(headerField());
    }
    return new Cef(header, extension());
  }

  /** Up to a pipe; only a pipe and a backslash are escaped. */
  private String headerField() {
    StringBuilder field = new StringBuilder();
    while (at < line.length()) {
      char c = line.charAt(at++);
      if (c == '|') {
        return field.toString();
      }
      if (c == '\\') {
        char escaped = line.charAt(at++);
        if (escaped != '|' && escaped != '\\') {
          throw new IllegalArgumentException("\\" + escaped + " in the header of " + line);
        }
        c = escaped;
      }
      field.append(c);
    }
    throw new IllegalArgumentException("the header ends early: " + line);
  }

  /**
   * A value ends where a space, a key and an equals sign follow; a bare equals sign in a value is
   * not allowed, so what is before each bare one is a key.
   */
  private Map<String, String> extension() {
    Map<String, String> extension = new LinkedHashMap<>();
    String key = null;
    StringBuilder token = new StringBuilder();
    int keyFrom = 0;
    while (at < line.length()) {
      char c = line.charAt(at++);
      if (c == '\\') {
        char escaped = line.charAt(at++);
        token.append(
            switch (escaped) {
              case '\\', '=' -> escaped;
              case 'n' -> '\n';
              case 'r' -> '\r';
              default ->
                  throw new IllegalArgumentException("\\" + escaped + " in a value of " + line);
            });
        keyFrom = -1;
      } else if (c == '=') {
        if (keyFrom < 0) {
          throw new IllegalArgumentException("a bare equals sign in a value of " + line);
        }
        String next = token.substring(keyFrom);
        if (!next.matches("[A-Za-z0-9_]+")) {
          throw new IllegalArgumentException("no key: " + next + " in " + line);
        }
        if (key != null) {
          put(extension, key, token.substring(0, keyFrom - 1));
        }
        key = next;
        token.setLength(0);
        keyFrom = -1;
      } else {
        token.append(c);
        if (c == ' ') {
          keyFrom = token.length();
        }
      }
    }
    if (key == null) {
      throw new IllegalArgumentException("no extension in " + line);
    }
    put(extension, key, token.toString());
    return extension;
  }

  private static void put(Map<String, String> extension, String key, String value) {
    if (extension.put(key, value) != null) {
      throw new IllegalArgumentException(key + " stands there twice");
    }
  }
}
