package dev.tagout.exporter.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.text.CleanText;
import java.util.List;

/**
 * A JSON document on one line under a limit. When it is too long, fields that tell details go, one
 * after the other, and of a list that is named with {@value #ELEMENTS} its elements, from the end;
 * then the message is shortened to no less than {@value PairLine#SHORT_MESSAGE} bytes; then other
 * fields go that need not stay; then the message shrinks further.
 */
final class JsonLine {
  static final String ELEMENTS = "[]";
  private static final String MESSAGE = "message";

  private final ObjectNode json;
  private String text;
  private int bytes;

  /**
   * @param json clean; changed where it is cut
   */
  JsonLine(ObjectNode json) {
    this.json = json;
    write();
  }

  String text() {
    return text;
  }

  int bytes() {
    return bytes;
  }

  /** Writes what was changed outside. */
  void write() {
    text = json.toString();
    bytes = CleanText.bytes(text);
  }

  /**
   * Cuts what has to be cut.
   *
   * @param details names of fields with dots between, in the order in which they go; a name with
   *     {@value #ELEMENTS} at its end is a list of which no more goes than has to
   * @param others the same, of those that go after the message was shortened
   * @return whether it is within the limit
   */
  boolean cut(List<String> details, List<String> others, int limit) {
    drop(details, limit);
    shorten(PairLine.SHORT_MESSAGE, limit);
    drop(others, limit);
    shorten(0, limit);
    return bytes <= limit;
  }

  private void drop(List<String> names, int limit) {
    for (String name : names) {
      if (bytes <= limit) {
        return;
      }
      if (name.endsWith(ELEMENTS)) {
        shorten(name.substring(0, name.length() - ELEMENTS.length()), limit);
      } else if (remove(json, name)) {
        write();
      }
    }
  }

  /** Takes elements from the end of a list; a list of which nothing is left goes, too. */
  private void shorten(String name, int limit) {
    if (!(json.at("/" + name.replace('.', '/')) instanceof ArrayNode list)) {
      return;
    }
    int over = bytes - limit;
    while (over > 0 && !list.isEmpty()) {
      // An element with the comma before it.
      over -= CleanText.bytes(list.remove(list.size() - 1).toString()) + 1;
    }
    if (list.isEmpty()) {
      remove(json, name);
    }
    write();
  }

  private static boolean remove(ObjectNode from, String name) {
    int dot = name.indexOf('.');
    if (dot < 0) {
      return from.remove(name) != null;
    }
    String head = name.substring(0, dot);
    if (!(from.get(head) instanceof ObjectNode inner) || !remove(inner, name.substring(dot + 1))) {
      return false;
    }
    if (inner.isEmpty()) {
      from.remove(head);
    }
    return true;
  }

  /** Shortens the message as far as is needed, but not below some bytes; below three it goes. */
  private void shorten(int least, int limit) {
    JsonNode message = json.path(MESSAGE);
    if (bytes <= limit || !message.isTextual()) {
      return;
    }
    int now = written(message.textValue());
    int room = Math.max(least, now - (bytes - limit));
    if (room >= now) {
      return;
    }
    String shorter = within(message.textValue(), room);
    if (shorter.isEmpty()) {
      json.remove(MESSAGE);
    } else {
      json.put(MESSAGE, shorter);
    }
    write();
  }

  private static String within(String message, int room) {
    int left = room - CleanText.bytes(String.valueOf(CleanText.ELLIPSIS));
    int end = 0;
    while (end < message.length()) {
      int next = end + Character.charCount(message.codePointAt(end));
      left -= written(message.substring(end, next));
      if (left < 0) {
        break;
      }
      end = next;
    }
    return end == 0 ? "" : message.substring(0, end) + CleanText.ELLIPSIS;
  }

  /** How many bytes a clean text has in JSON, without its quotes. */
  private static int written(String text) {
    int escapes = 0;
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (unit == '"' || unit == '\\') {
        escapes++;
      }
    }
    return CleanText.bytes(text) + escapes;
  }
}
