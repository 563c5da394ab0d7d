package dev.tagout.exporter.http;

import dev.tagout.exporter.receiver.AwayException;
import dev.tagout.exporter.receiver.Item;
import java.net.http.HttpRequest;
import java.util.List;

/** How one kind of receiver wants findings, and what its answers mean. */
public interface Dialect {
  /**
   * A finding as it stands in a body; null when it has none, and is refused.
   *
   * @param limit in bytes
   */
  byte[] entry(Item item, int limit);

  /**
   * Type and credentials.
   *
   * @param body before it is compressed
   */
  void describe(HttpRequest.Builder request, byte[] body) throws AwayException;

  /**
   * A status from 200 to 299. Marks what was taken and what never will be.
   *
   * @throws AwayException when something is to be tried again: what is still open
   */
  void taken(List<Item> items, Answer answer) throws AwayException;

  /**
   * A status of 400, 413 or 422. May mark items; what is still open then is sent again, in two
   * halves when nothing was marked, or refused when nothing else was sent.
   *
   * @throws AwayException when it is not about what was sent after all
   */
  Rejection rejected(List<Item> items, Answer answer) throws AwayException;

  /**
   * What a receiver has against what was sent.
   *
   * @param reason for a person
   * @param doubtful whether it may be about us instead: then nothing is refused before the receiver
   *     took another finding
   */
  record Rejection(String reason, boolean doubtful) {}
}
