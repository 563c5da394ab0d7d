package dev.tagout.exporter.receiver;

import java.util.List;
import java.util.function.Predicate;

/** Findings that go together, in the order of the topic. */
public final class Batch {
  private List<Item> items;

  public Batch(List<Item> items) {
    this.items = List.copyOf(items);
  }

  public List<Item> items() {
    return items;
  }

  /** Those that are neither delivered nor refused. */
  public List<Item> open() {
    return items.stream().filter(Item::isOpen).toList();
  }

  public boolean isEmpty() {
    return items.isEmpty();
  }

  /** Forgets the others: they are somebody else's now. */
  public void retain(Predicate<Item> ours) {
    items = items.stream().filter(ours).toList();
  }
}
