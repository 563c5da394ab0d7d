package dev.tagout.contracts.record;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Where somebody who checks the record gets it from. Nothing of it is believed. */
public interface RecordReader {
  /** The seals that follow this number, in order; at most so many, none at the end. */
  List<Seal> seals(long after, int limit);

  /** The entries of a seal. */
  SealedEntries entries(long seal);

  /** The entries that have no seal. */
  Iterator<UnsealedEntry> unsealed();

  /** What was dropped because it was old enough. */
  List<Retention> retentions();

  /** The proof for one decision; empty when no seal has it. */
  Optional<InclusionProof> proof(String decision);
}
