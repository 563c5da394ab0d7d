package dev.tagout.policy.page;

import java.util.List;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param next what to give as {@code after} for the next page; null on the last one
 */
public record Page<T>(List<T> items, String next) {
  /** A page of at most {@code limit} of the rows, of which one more than that was asked for. */
  public static <R, T> Page<T> of(
      List<R> rows, int limit, Function<R, T> item, Function<R, String> cursor) {
    List<R> shown = rows.size() > limit ? rows.subList(0, limit) : rows;
    return new Page<>(
        shown.stream().map(item).toList(),
        rows.size() > limit ? cursor.apply(shown.getLast()) : null);
  }
}
