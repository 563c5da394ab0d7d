package dev.tagout.policy.database;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Rows that are read page by page, each page by a statement of its own. So a walk of a minute holds
 * no snapshot, which would keep PostgreSQL from cleaning up behind the gate.
 */
public final class Pages<T> implements Iterator<T> {
  /** Rows of a page; a shorter one is the last. */
  public static final int SIZE = 500;

  private final Source<T> source;
  private final Deque<T> page = new ArrayDeque<>();
  private T last;
  private boolean ended;

  /** Reads pages. */
  @FunctionalInterface
  public interface Source<T> {
    /**
     * @param last the row after which the page begins; null for the first page
     * @return at most {@link #SIZE} rows
     */
    List<T> after(T last);
  }

  public Pages(Source<T> source) {
    this.source = source;
  }

  @Override
  public boolean hasNext() {
    if (page.isEmpty() && !ended) {
      page.addAll(source.after(last));
      ended = page.size() < SIZE;
      last = page.peekLast();
    }
    return !page.isEmpty();
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return page.remove();
  }
}
