package dev.tagout.contracts.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tagout.contracts.signature.SigningKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A record that a test can lay hands on, as somebody with all rights on the database could. */
final class RecordInMemory implements RecordReader {
  static final Instant AT = Instant.parse("2026-11-24T10:00:00Z");

  private record Leaf(String source, String id, Hash leaf) {}

  final List<Seal> seals = new ArrayList<>();
  private final Map<String, RecordEntry> rows = new LinkedHashMap<>();
  private final List<String> queue = new ArrayList<>();
  private final List<String> added = new ArrayList<>();
  private final List<Leaf> leaves = new ArrayList<>();

  RecordInMemory add(String id) {
    return addAt(id, AT);
  }

  RecordInMemory addAt(String id, Instant at) {
    put("decision", id, at, content("text", id));
    queue.add(id);
    return this;
  }

  RecordInMemory retain(String below) {
    return retain(below, AT);
  }

  RecordInMemory retain(String below, Instant at) {
    put(
        Retention.SOURCE,
        "1",
        at,
        JsonNodeFactory.instance.objectNode().put("dropped", "decision").put("below", below));
    queue.add("1");
    return this;
  }

  RecordInMemory addPastTagout(String id) {
    put("decision", id, AT, content("text", id));
    added.add(id);
    return this;
  }

  RecordInMemory change(String id) {
    put("decision", id, rows.get(id).at(), content("text", "other than " + id));
    return this;
  }

  RecordInMemory remove(String id) {
    rows.remove(id);
    return this;
  }

  RecordInMemory fitLeaves() {
    leaves.replaceAll(
        leaf ->
            rows.containsKey(leaf.id())
                ? new Leaf(leaf.source(), leaf.id(), rows.get(leaf.id()).leaf())
                : leaf);
    return this;
  }

  RecordInMemory dropSeal(int number) {
    seals.remove(number - 1);
    return this;
  }

  void seal(Optional<SigningKey> key) {
    Seal last = seals.isEmpty() ? null : seals.getLast();
    List<Hash> hashes = new ArrayList<>();
    for (String id : queue) {
      RecordEntry entry = rows.getOrDefault(id, RecordEntry.gone("decision", id));
      hashes.add(entry.leaf());
      leaves.add(new Leaf(entry.source(), id, entry.leaf()));
    }
    queue.clear();
    seals.add(
        Seal.make(
            last == null ? 1 : last.number() + 1,
            last == null ? 1 : last.end(),
            hashes.size(),
            MerkleTree.root(hashes),
            last == null ? Hash.NONE : last.hash(),
            AT,
            key));
  }

  void sealAgain(int number, Optional<SigningKey> key) {
    Seal old = seals.get(number - 1);
    seals.set(
        number - 1,
        Seal.make(
            old.number(),
            old.first(),
            old.entries(),
            MerkleTree.root(leavesOf(old).stream().map(Leaf::leaf).toList()),
            old.previous(),
            old.sealedAt(),
            key));
  }

  @Override
  public List<Seal> seals(long after, int limit) {
    return seals.stream().filter(seal -> seal.number() > after).limit(limit).toList();
  }

  @Override
  public SealedEntries entries(long number) {
    Seal seal = seals.stream().filter(s -> s.number() == number).findAny().orElseThrow();
    List<SealedEntry> items = new ArrayList<>();
    for (Leaf leaf : leavesOf(seal)) {
      items.add(item(seal.first() + items.size(), leaf));
    }
    return new SealedEntries(seal, items);
  }

  @Override
  public Iterator<UnsealedEntry> unsealed() {
    return rows.values().stream()
        .filter(row -> leaves.stream().noneMatch(leaf -> leaf.id().equals(row.id())))
        .filter(row -> !row.source().equals(Retention.SOURCE))
        .map(row -> new UnsealedEntry(row.source(), row.id(), !added.contains(row.id())))
        .iterator();
  }

  @Override
  public List<Retention> retentions() {
    return rows.values().stream()
        .filter(row -> row.source().equals(Retention.SOURCE))
        .map(
            row ->
                new Retention(
                    row.id(),
                    row.content().path("dropped").asText(),
                    row.content().path("below").asText(),
                    row.at()))
        .toList();
  }

  @Override
  public Optional<InclusionProof> proof(String decision) {
    for (Seal seal : seals) {
      List<SealedEntry> items = entries(seal.number()).items();
      for (SealedEntry item : items) {
        if (item.id().equals(decision)) {
          List<Hash> hashes = items.stream().map(SealedEntry::leaf).toList();
          return Optional.of(
              new InclusionProof(
                  item, MerkleTree.path(hashes, (int) (item.position() - seal.first())), seal));
        }
      }
    }
    return Optional.empty();
  }

  private List<Leaf> leavesOf(Seal seal) {
    return leaves.subList((int) seal.first() - 1, (int) seal.end() - 1);
  }

  private SealedEntry item(long position, Leaf leaf) {
    RecordEntry row = rows.get(leaf.id());
    return new SealedEntry(
        position, leaf.source(), leaf.id(), leaf.leaf(), row == null ? null : row.text());
  }

  private void put(String source, String id, Instant at, JsonNode content) {
    rows.put(id, new RecordEntry(source, id, at, content));
  }

  private static JsonNode content(String name, String value) {
    return JsonNodeFactory.instance.objectNode().put(name, value);
  }
}
