package dev.tagout.exporter.format;

import dev.tagout.exporter.format.PairLine.Stays;
import java.util.function.Predicate;

/**
 * A key of a line and where its value comes from.
 *
 * @param prefix what stands before the value: where a key is named by another, that pair, too
 * @param key the key alone
 * @param label how the value is called where the key does not say it; null where it does
 * @param longest in UTF-16 units
 * @param fits what the value must be like, else the key is left out
 */
record Attribute(
    String prefix,
    String key,
    String label,
    int longest,
    Stays stays,
    Origin from,
    Predicate<String> fits) {

  static Attribute of(String key, int longest, Stays stays, String... from) {
    return new Attribute(key + "=", key, null, longest, stays, Origin.of(from), v -> true);
  }

  /** One of the keys that have their name in another key. */
  static Attribute labelled(String key, String label, int longest, Stays stays, String... from) {
    String prefix = key + "Label=" + label + " " + key + "=";
    return new Attribute(prefix, key, label, longest, stays, Origin.of(from), v -> true);
  }

  Attribute only(Predicate<String> values) {
    return new Attribute(prefix, key, label, longest, stays, from, values);
  }
}
