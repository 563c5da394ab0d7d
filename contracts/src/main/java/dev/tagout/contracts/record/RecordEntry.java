package dev.tagout.contracts.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Require;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * One entry of the record: a row of one of its tables.
 *
 * @param source the table
 * @param at when it was made, by the row itself; null when the row does not say
 * @param content its columns; those that are null are left out, so that a table may get a column
 *     without changing what was hashed before. JSON null when the row was gone before it was sealed
 */
public record RecordEntry(String source, String id, Instant at, JsonNode content) {
  private static final String SOURCE = "source";
  private static final String ID = "id";
  private static final String AT = "at";
  private static final String CONTENT = "content";

  public RecordEntry {
    Require.text(source, 100, SOURCE);
    Require.text(id, 200, ID);
    content = Require.present(content, CONTENT);
    if (content instanceof ObjectNode columns) {
      ObjectNode known = columns.deepCopy();
      known.properties().removeIf(column -> column.getValue().isNull());
      content = known;
    }
  }

  /** A row that was gone when it was to be sealed. */
  public static RecordEntry gone(String source, String id) {
    return new RecordEntry(source, id, null, JsonNodeFactory.instance.nullNode());
  }

  /** Whether the row was gone when it was to be sealed. */
  public boolean isGone() {
    return content.isNull();
  }

  /** What is hashed: {@link CanonicalJson} with the members at, content, id and source. */
  public String text() {
    ObjectNode entry = JsonNodeFactory.instance.objectNode();
    entry.put(SOURCE, source).put(ID, id);
    if (at != null) {
      entry.put(AT, at.toString());
    }
    entry.set(CONTENT, content);
    return CanonicalJson.text(entry);
  }

  /** The hash of its {@link #text()}, in UTF-8. */
  public Hash leaf() {
    return MerkleTree.leaf(text().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads {@link #text()}.
   *
   * @throws ContractViolation when it is none, or is spelled in another way
   */
  public static RecordEntry parse(String text) {
    JsonNode json = CanonicalJson.parse(text);
    RecordEntry entry =
        new RecordEntry(
            json.path(SOURCE).textValue(),
            json.path(ID).textValue(),
            instant(json.path(AT).textValue()),
            json.get(CONTENT));
    if (!entry.text().equals(text)) {
      throw new ContractViolation("entry", "is not in its canonical form");
    }
    return entry;
  }

  private static Instant instant(String text) {
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      throw new ContractViolation(AT, "is no instant");
    }
  }
}
