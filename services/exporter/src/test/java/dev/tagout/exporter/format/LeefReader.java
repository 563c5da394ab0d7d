package dev.tagout.exporter.format;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads LEEF 2.0 as IBM's guide has it. Shares nothing with what writes it. */
final class LeefReader {
  /** Vendor, product, version and event id; and the attributes. */
  record Leef(List<String> header, Map<String, String> attributes) {}

  private LeefReader() {}

  static Leef read(String line) {
    String[] parts = line.split("\\|", 7);
    if (parts.length != 7 || !parts[0].equals("LEEF:2.0")) {
      throw new IllegalArgumentException("no header of LEEF 2.0: " + line);
    }
    String delimiter = delimiter(parts[5]);
    Map<String, String> attributes = new LinkedHashMap<>();
    for (String attribute : parts[6].split(Pattern.quote(delimiter), -1)) {
      int equals = attribute.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("no attribute: " + attribute + " in " + line);
      }
      String key = attribute.substring(0, equals);
      if (!key.matches("[A-Za-z][A-Za-z0-9_]*")) {
        throw new IllegalArgumentException("no key: " + key + " in " + line);
      }
      if (attributes.put(key, attribute.substring(equals + 1)) != null) {
        throw new IllegalArgumentException(key + " stands there twice");
      }
    }
    return new Leef(List.of(parts[1], parts[2], parts[3], parts[4]), attributes);
  }

  /** One character, or the hexadecimal number of one; a tab where there is none. */
  private static String delimiter(String field) {
    if (field.isEmpty()) {
      return "\t";
    }
    if (field.length() == 1) {
      return field;
    }
    String hex = field.replaceFirst("^(0x|x)", "");
    return Character.toString(Integer.parseInt(hex, 16));
  }
}
