package dev.tagout.policy.record;

import dev.tagout.contracts.record.CanonicalJson;
import dev.tagout.contracts.record.Hash;
import dev.tagout.contracts.record.RecordEntry;
import dev.tagout.contracts.record.Seal;
import dev.tagout.contracts.record.SealedEntry;
import dev.tagout.policy.database.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The record as the database has it. The statements name the tables themselves and go through no
 * function or view of the database, which its administrator could change unseen.
 */
final class RecordTables {
  private static final String SEAL =
      "SELECT number, first, entries, root, previous, sealed_at, key_id, hash, signature FROM seal ";

  private RecordTables() {}

  /** Which entry. */
  record Key(String source, String id) {}

  /** A leaf where it stands. */
  record Leaf(long position, String source, String id, Hash leaf) {
    Key key() {
      return new Key(source, id);
    }
  }

  static Optional<Seal> lastSeal(Statements on) throws SQLException {
    return on.first(SEAL + "ORDER BY number DESC LIMIT 1", RecordTables::seal);
  }

  static Optional<Seal> seal(Statements on, long number) throws SQLException {
    return on.first(SEAL + "WHERE number = ?", RecordTables::seal, number);
  }

  static Optional<Seal> sealOf(Statements on, long position) throws SQLException {
    return on.first(
        SEAL + "WHERE first <= ? ORDER BY first DESC LIMIT 1", RecordTables::seal, position);
  }

  static List<Seal> seals(Statements on, long after, int limit) throws SQLException {
    return on.rows(
        SEAL + "WHERE number > ? ORDER BY number LIMIT ?", RecordTables::seal, after, limit);
  }

  static void insert(Statements on, Seal seal) throws SQLException {
    on.update(
        "INSERT INTO seal (number, first, entries, root, previous, sealed_at, key_id, hash, signature)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        seal.number(),
        seal.first(),
        seal.entries(),
        seal.root().bytes(),
        seal.previous().bytes(),
        seal.sealedAt(),
        seal.keyId(),
        seal.hash().bytes(),
        seal.signature());
  }

  /** Appends leaves from this position on. */
  static void insert(Statements on, long first, Collection<RecordEntry> entries, List<Hash> leaves)
      throws SQLException {
    on.update(
        "INSERT INTO seal_entry (position, source, id, leaf)"
            + " SELECT ? + n - 1, source, id, decode(leaf, 'hex')"
            + " FROM unnest(?::text[], ?::text[], ?::text[]) WITH ORDINALITY AS t (source, id, leaf, n)",
        first,
        entries.stream().map(RecordEntry::source).toList(),
        entries.stream().map(RecordEntry::id).toList(),
        leaves.stream().map(Hash::hex).toList());
  }

  /** The leaves of a seal, as many as there are. */
  static List<Leaf> leaves(Statements on, Seal seal) throws SQLException {
    return on.rows(
        "SELECT position, source, id, leaf FROM seal_entry WHERE position >= ? AND position < ?"
            + " ORDER BY position",
        RecordTables::leaf,
        seal.first(),
        seal.end());
  }

  static Optional<Leaf> leaf(Statements on, Key key) throws SQLException {
    return on.first(
        "SELECT position, source, id, leaf FROM seal_entry WHERE source = ? AND id = ?",
        RecordTables::leaf,
        key.source(),
        key.id());
  }

  /** Leaves beside the rows as they are now. */
  static List<SealedEntry> entries(Statements on, List<Leaf> leaves) throws SQLException {
    Map<Key, RecordEntry> rows = rows(on, leaves.stream().map(Leaf::key).toList());
    List<SealedEntry> entries = new ArrayList<>();
    for (Leaf leaf : leaves) {
      RecordEntry row = rows.get(leaf.key());
      entries.add(
          new SealedEntry(
              leaf.position(),
              leaf.source(),
              leaf.id(),
              leaf.leaf(),
              row == null ? null : row.text()));
    }
    return entries;
  }

  /** The rows that are there. */
  static Map<Key, RecordEntry> rows(Statements on, Collection<Key> keys) throws SQLException {
    Map<Source, List<String>> ids = new LinkedHashMap<>();
    for (Key key : keys) {
      Source.named(key.source())
          .ifPresent(source -> ids.computeIfAbsent(source, s -> new ArrayList<>()).add(key.id()));
    }
    Map<Key, RecordEntry> rows = new HashMap<>();
    for (Map.Entry<Source, List<String>> some : ids.entrySet()) {
      Source source = some.getKey();
      for (RecordEntry entry :
          on.rows(source.select(), row -> entry(source, row), some.getValue())) {
        rows.put(new Key(entry.source(), entry.id()), entry);
      }
    }
    return rows;
  }

  private static RecordEntry entry(Source source, ResultSet row) throws SQLException {
    return new RecordEntry(
        source.table(),
        row.getString(1),
        instant(row.getString(2)),
        CanonicalJson.parse(row.getString(3)));
  }

  /** Null for one that no instant of ours can be: the content has it in any case. */
  private static Instant instant(String text) {
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  /** Whoever laid hands on it may have left no hash. Then zeros, which are no entry's. */
  private static Hash hash(byte[] bytes) {
    return bytes != null && bytes.length == Hash.NONE.bytes().length ? Hash.of(bytes) : Hash.NONE;
  }

  private static Leaf leaf(ResultSet row) throws SQLException {
    return new Leaf(row.getLong(1), row.getString(2), row.getString(3), hash(row.getBytes(4)));
  }

  private static Seal seal(ResultSet row) throws SQLException {
    return new Seal(
        row.getLong(1),
        row.getLong(2),
        row.getInt(3),
        hash(row.getBytes(4)),
        hash(row.getBytes(5)),
        row.getObject(6, OffsetDateTime.class).toInstant(),
        row.getString(7),
        hash(row.getBytes(8)),
        row.getString(9));
  }
}
