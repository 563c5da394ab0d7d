package dev.tagout.cli.decision;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.service.Answer;
import dev.tagout.cli.service.PolicyService;
import dev.tagout.cli.service.Query;
import dev.tagout.contracts.record.InclusionProof;
import dev.tagout.contracts.record.RecordReader;
import dev.tagout.contracts.record.Retention;
import dev.tagout.contracts.record.Seal;
import dev.tagout.contracts.record.SealedEntries;
import dev.tagout.contracts.record.UnsealedEntry;
import dev.tagout.contracts.signature.VerificationKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** The sealed record as policy-evaluation gives it. Page by page, as it may be long. */
public final class RecordOfService implements RecordReader {
  private static final String PATH = "/v1/record";

  private final PolicyService service;

  public RecordOfService(PolicyService service) {
    this.service = service;
  }

  /** The keys that it says it signs by. */
  public List<VerificationKey> keys() {
    return list(service.get(PATH + "/keys"), VerificationKey.class);
  }

  @Override
  public List<Seal> seals(long after, int limit) {
    Query query = new Query().with("after", after).with("limit", limit);
    return list(service.get(PATH + "/seals", query).path("items"), Seal.class);
  }

  @Override
  public SealedEntries entries(long seal) {
    return Answer.part(
        service.get(PolicyService.path(PATH + "/seals", String.valueOf(seal), "/entries")),
        SealedEntries.class);
  }

  @Override
  public List<Retention> retentions() {
    return list(service.get(PATH + "/retentions"), Retention.class);
  }

  @Override
  public Optional<InclusionProof> proof(String decision) {
    return service
        .find(PolicyService.path(PATH + "/proofs", decision, ""))
        .map(proof -> Answer.part(proof, InclusionProof.class));
  }

  @Override
  public Iterator<UnsealedEntry> unsealed() {
    return new Unsealed();
  }

  private static <T> List<T> list(JsonNode items, Class<T> type) {
    List<T> list = new ArrayList<>();
    items.forEach(item -> list.add(Answer.part(item, type)));
    return list;
  }

  /** Pages that may be empty before the end. */
  private final class Unsealed implements Iterator<UnsealedEntry> {
    private final Deque<UnsealedEntry> page = new ArrayDeque<>();
    private String next;
    private boolean ended;

    @Override
    public boolean hasNext() {
      while (page.isEmpty() && !ended) {
        JsonNode answer = service.get(PATH + "/unsealed", new Query().with("after", next));
        page.addAll(list(answer.path("items"), UnsealedEntry.class));
        String following = answer.path("next").textValue();
        ended = following == null || following.equals(next);
        next = following;
      }
      return !page.isEmpty();
    }

    @Override
    public UnsealedEntry next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return page.remove();
    }
  }
}
