package dev.tagout.contracts.record;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.signature.VerificationKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Checks the record: computes every hash again from the rows and believes nothing that it is told.
 * For one check; not to be used twice.
 *
 * <p>What it cannot see: entries that were cut off at the end together with their seals, and a
 * record that was made anew from its first entry by somebody who has the key, or where there is
 * none. Both show when seals that were kept elsewhere are given.
 */
public final class RecordVerification {
  private static final int PAGE = 500;
  private static final int MOST_FAULTS = 1000;

  /** An entry that was sealed so long after it was made was perhaps not made then. */
  private static final Duration LATE = Duration.ofHours(1);

  private final RecordReader reader;
  private final Map<String, VerificationKey> keys;
  private final boolean keysGiven;
  private final Map<Long, Seal> kept;

  private final List<Fault> faults = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private long faultCount;
  private long entries;
  private long pastRetention;
  private long late;
  private String firstLate;
  private Seal firstSigned;
  private List<Retention> retentions = List.of();
  private final List<Retention> sealedRetentions = new ArrayList<>();
  private final Set<String> contradictedRetentions = new HashSet<>();

  /**
   * @param keys by which seals may be signed
   * @param keysGiven whether they come from who checks, and not from who is checked
   * @param kept seals that were kept elsewhere; may be empty
   * @throws ContractViolation when two of the kept ones contradict each other
   */
  public RecordVerification(
      RecordReader reader, List<VerificationKey> keys, boolean keysGiven, List<Seal> kept) {
    this.reader = reader;
    this.keys =
        keys.stream()
            .collect(
                Collectors.toMap(VerificationKey::id, Function.identity(), (one, same) -> one));
    this.keysGiven = keysGiven;
    // A message may come twice.
    this.kept =
        kept.stream()
            .collect(Collectors.toMap(Seal::number, Function.identity(), RecordVerification::same));
  }

  private static Seal same(Seal one, Seal other) {
    if (!one.hash().equals(other.hash())) {
      throw new ContractViolation("seals", "has two different seals " + one.number());
    }
    return one;
  }

  /** Checks all seals, all of their entries, and that nothing is there beside them. */
  public RecordReport whole() {
    retentions = reader.retentions();
    Seal last = null;
    long seals = 0;
    for (List<Seal> page = reader.seals(0, PAGE);
        !page.isEmpty();
        page = reader.seals(last.number(), PAGE)) {
      for (Seal seal : page) {
        if (last != null && seal.number() <= last.number()) {
          throw new ContractViolation("seals", "are not in the order of their numbers");
        }
        seal(seal);
        follows(seal, last);
        entriesOf(seal);
        last = seal;
        seals++;
      }
    }
    keptAfter(last);
    retentionsAreSealed();
    long waiting = unsealed();
    if (firstSigned == null && seals > 0) {
      notSigned();
    }
    if (late > 0) {
      remarks.add(
          ("%d entries were sealed more than an hour after the time that they bear, the first is %s:"
                  + " see whether Tagout or its database stood still then")
              .formatted(late, firstLate));
    }
    return report(seals, waiting);
  }

  /**
   * Checks one decision: that it is what was sealed, and that its seal stands in the chain.
   *
   * @return empty when there is no seal with such a decision
   */
  public Optional<RecordReport> one(String decision) {
    Optional<InclusionProof> found = reader.proof(decision);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    retentions = reader.retentions();
    InclusionProof proof = found.get();
    Seal seal = proof.seal();
    SealedEntry item = proof.item();
    if (!item.id().equals(decision)) {
      throw new ContractViolation("item.id", "is not that of the decision that was asked for");
    }
    Hash leaf = entry(seal, item);
    Optional<Hash> root =
        MerkleTree.rootFrom(leaf, item.position() - seal.first(), seal.entries(), proof.path());
    if (!root.equals(Optional.of(seal.root())) && leaf.equals(item.leaf())) {
      fault(Fault.of(Fault.Kind.SEAL, seal, item, "does not lead to the root of its seal"));
    }
    seal(seal);
    neighbours(seal);
    if (firstSigned == null) {
      notSigned();
    }
    if (!kept.isEmpty() && !kept.containsKey(seal.number())) {
      remarks.add("seal %d is not among those that were kept elsewhere".formatted(seal.number()));
    }
    return Optional.of(report(1, 0));
  }

  private void neighbours(Seal seal) {
    Seal before = null;
    boolean listed = false;
    for (Seal other : reader.seals(Math.max(0, seal.number() - 2), 3)) {
      if (other.number() == seal.number()) {
        listed = other.equals(seal);
        follows(seal, before);
      } else if (other.number() == seal.number() + 1) {
        follows(other, seal);
      }
      before = other;
    }
    if (!listed) {
      fault(Fault.of(Fault.Kind.CHAIN, seal, "is not in the list of seals as the proof has it"));
    }
  }

  private RecordReport report(long seals, long waiting) {
    return new RecordReport(seals, entries, pastRetention, waiting, faultCount, faults, remarks);
  }

  private void fault(Fault fault) {
    faultCount++;
    if (faults.size() < MOST_FAULTS) {
      faults.add(fault);
    }
  }

  private void fault(Retention retention, String what) {
    fault(new Fault(Fault.Kind.ADDED, null, Retention.SOURCE, retention.id(), what));
  }

  /** The seal in itself. */
  private void seal(Seal seal) {
    if (!seal.isIntact()) {
      fault(Fault.of(Fault.Kind.SEAL, seal, "was changed: its hash is not that of what it says"));
    }
    Seal elsewhere = kept.get(seal.number());
    if (elsewhere != null && !elsewhere.hash().equals(seal.hash())) {
      fault(Fault.of(Fault.Kind.KEPT, seal, "is not the one that was kept elsewhere"));
    }
    if (seal.signature() == null) {
      if (firstSigned != null) {
        fault(
            Fault.of(
                Fault.Kind.SIGNATURE,
                seal,
                "is not signed, though seal %d is".formatted(firstSigned.number())));
      }
      return;
    }
    if (firstSigned == null) {
      firstSigned = seal;
      if (!keysGiven) {
        remarks.add(
            "the key that the signatures were checked by came from the service itself:"
                + " give the one that you trust with --key");
      }
    }
    VerificationKey key = keys.get(String.valueOf(seal.keyId()));
    if (key == null) {
      fault(
          Fault.of(
              Fault.Kind.SIGNATURE,
              seal,
              "is signed by the key %s, which is not among those that count"
                  .formatted(seal.keyId())));
    } else if (!seal.isSignedBy(key)) {
      fault(Fault.of(Fault.Kind.SIGNATURE, seal, "has a signature that is not by its key"));
    }
  }

  private void notSigned() {
    if (keysGiven) {
      fault(
          new Fault(
              Fault.Kind.SIGNATURE, null, null, null, "nothing is signed, though a key was given"));
    } else {
      remarks.add(
          "nothing is signed: who may write to the database can make a whole new record."
              + " Set a signing key, or compare with seals that were kept elsewhere");
    }
  }

  private void follows(Seal seal, Seal before) {
    long number = before == null ? 1 : before.number() + 1;
    long first = before == null ? 1 : before.end();
    Hash previous = before == null ? Hash.NONE : before.hash();
    if (seal.number() != number) {
      fault(
          Fault.of(
              Fault.Kind.CHAIN,
              seal,
              "follows on seal %d: those between are gone".formatted(number - 1)));
    } else if (!seal.previous().equals(previous)) {
      fault(Fault.of(Fault.Kind.CHAIN, seal, "does not follow from the seal before"));
    } else if (seal.first() != first) {
      fault(Fault.of(Fault.Kind.CHAIN, seal, "does not begin where the seal before ended"));
    }
  }

  private void entriesOf(Seal seal) {
    List<SealedEntry> items = reader.entries(seal.number()).items();
    List<Hash> stored = new ArrayList<>(items.size());
    List<Hash> computed = new ArrayList<>(items.size());
    boolean inOrder = items.size() == seal.entries();
    for (SealedEntry item : items) {
      inOrder &= item.position() == seal.first() + stored.size();
      stored.add(item.leaf());
      computed.add(entry(seal, item));
    }
    if (!inOrder) {
      fault(
          Fault.of(
              Fault.Kind.SEAL,
              seal,
              "has %d entries and should have %d, one after the other"
                  .formatted(items.size(), seal.entries())));
    } else if (!MerkleTree.root(stored).equals(seal.root())) {
      fault(
          Fault.of(
              Fault.Kind.SEAL,
              seal,
              MerkleTree.root(computed).equals(seal.root())
                  ? "has leaves that were changed; the rows are what was sealed"
                  : "has a root that does not follow from its entries: the seal, or rows together"
                      + " with their leaves, were changed"));
    }
  }

  /** The leaf of an entry as it is now; where there is no row any more, as it was. */
  private Hash entry(Seal seal, SealedEntry item) {
    if (item.entry() == null) {
      gone(seal, item);
      return item.leaf();
    }
    RecordEntry entry;
    try {
      entry = RecordEntry.parse(item.entry());
    } catch (ContractViolation e) {
      fault(Fault.of(Fault.Kind.CHANGED, seal, item, "cannot be read: " + e.getMessage()));
      return item.leaf();
    }
    if (!entry.source().equals(item.source()) || !entry.id().equals(item.id())) {
      fault(Fault.of(Fault.Kind.CHANGED, seal, item, "is another entry than it says"));
    }
    Hash leaf = entry.leaf();
    if (!leaf.equals(item.leaf())) {
      fault(Fault.of(Fault.Kind.CHANGED, seal, item, "was changed after it was sealed"));
      return leaf;
    }
    entries++;
    if (entry.at() != null && entry.at().plus(LATE).isBefore(seal.sealedAt())) {
      late++;
      firstLate = firstLate == null ? entry.source() + " " + entry.id() : firstLate;
    }
    if (entry.source().equals(Retention.SOURCE)) {
      retention(seal, item, entry);
    }
    contradictRetentions(item);
    return leaf;
  }

  private void retention(Seal seal, SealedEntry item, RecordEntry entry) {
    Retention retention =
        new Retention(
            entry.id(),
            entry.content().path("dropped").asText(),
            entry.content().path("below").asText(),
            entry.at() == null ? Instant.MAX : entry.at());
    if (retention.isPlausible() && !retention.droppedAt().isAfter(seal.sealedAt().plus(LATE))) {
      sealedRetentions.add(retention);
    } else {
      fault(
          Fault.of(
              Fault.Kind.ADDED,
              seal,
              item,
              "explains away %s that were not 30 days old".formatted(retention.dropped())));
    }
  }

  /** All of it is dropped, or nothing: one that leaves some in place was made to explain away. */
  private void contradictRetentions(SealedEntry present) {
    for (Retention retention : retentions) {
      if (retention.covers(present) && contradictedRetentions.add(retention.id())) {
        fault(
            retention,
            "retention %s says that every %s below %s is gone, and %s is there"
                .formatted(retention.id(), retention.dropped(), retention.below(), present.id()));
      }
    }
  }

  private void gone(Seal seal, SealedEntry item) {
    if (item.leaf().equals(RecordEntry.gone(item.source(), item.id()).leaf())) {
      fault(Fault.of(Fault.Kind.MISSING, seal, item, "was removed before it was sealed"));
    } else if (retentions.stream().anyMatch(retention -> retention.covers(item))) {
      pastRetention++;
    } else {
      fault(Fault.of(Fault.Kind.MISSING, seal, item, "is gone"));
    }
  }

  /** That something was dropped is told by who is checked; only what is sealed counts. */
  private void retentionsAreSealed() {
    for (Retention retention : retentions) {
      if (!sealedRetentions.contains(retention)) {
        fault(
            retention,
            ("retention %s, by which %s below %s are gone, does not count as it is not sealed so"
                    + " (if it is new, check again in a minute)")
                .formatted(retention.id(), retention.dropped(), retention.below()));
      }
    }
  }

  private void keptAfter(Seal last) {
    long end = last == null ? 0 : last.number();
    kept.keySet().stream()
        .filter(number -> number > end)
        .sorted()
        .forEach(
            number ->
                fault(
                    Fault.of(
                        Fault.Kind.KEPT,
                        kept.get(number),
                        "was kept elsewhere and is not in the record: its end was cut off")));
  }

  private long unsealed() {
    long waiting = 0;
    for (Iterator<UnsealedEntry> rest = reader.unsealed(); rest.hasNext(); ) {
      UnsealedEntry entry = rest.next();
      if (entry.queued()) {
        waiting++;
      } else {
        fault(
            new Fault(
                Fault.Kind.ADDED,
                null,
                entry.source(),
                entry.id(),
                "%s %s was put there past Tagout: no seal has it, and it waits for none"
                    .formatted(entry.source(), entry.id())));
      }
    }
    if (waiting > 0) {
      remarks.add(
          "%d entries wait for their seal: nothing is proved of them yet".formatted(waiting));
    }
    return waiting;
  }
}
