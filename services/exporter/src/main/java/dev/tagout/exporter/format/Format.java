package dev.tagout.exporter.format;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A way to write a finding for a receiver. Whatever the event holds, the text is one line without
 * control characters, and no value of it can be taken for a field, a delimiter or a second event.
 */
public interface Format {

  /** The least limit that {@link #write} takes, in bytes. Every format's fixed parts fit in it. */
  int LEAST_LIMIT = 1024;

  /**
   * Writes one event. An event of a class that this version does not know is written with what
   * every class has.
   *
   * @param event an OCSF event as it is on the topic
   * @param limit how many bytes of UTF-8 the text may have, at least {@link #LEAST_LIMIT}
   * @throws IllegalArgumentException when the limit is less, or when the event lacks what no event
   *     may lack ({@code metadata.uid}, {@code time}, {@code class_uid}); the message names the
   *     field
   */
  Text write(ObjectNode event, int limit);

  /**
   * One event as the receiver gets it.
   *
   * @param line without a line break
   * @param cut whether something was left out or shortened to stay within the limit; the line says
   *     so, too
   */
  record Text(String line, boolean cut) {}
}
