package dev.tagout.simulator.page;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.simulator.world.Name;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A part of a list.
 *
 * @param next what to pass as {@code after} for the part that follows; absent at the end
 */
public record Page<T>(List<T> items, Name next) {
  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 1000;

  /**
   * The part that was asked for.
   *
   * @param all in order of their names
   * @throws ContractViolation that names the parameter which is wrong
   */
  public static <A, T> Page<T> of(
      List<A> all, Function<A, Name> name, Function<A, T> view, String limit, String after) {
    int size = limit == null ? DEFAULT_LIMIT : size(limit);
    Optional<Name> behind = Optional.ofNullable(after).map(a -> Name.of(a, "after"));
    List<A> rest =
        all.stream()
            .filter(item -> behind.map(b -> name.apply(item).compareTo(b) > 0).orElse(true))
            .limit(size + 1L)
            .toList();
    List<A> part = rest.size() > size ? rest.subList(0, size) : rest;
    return new Page<>(
        part.stream().map(view).toList(),
        rest.size() > size ? name.apply(part.get(size - 1)) : null);
  }

  private static int size(String limit) {
    try {
      int size = Integer.parseInt(limit);
      if (size >= 1 && size <= MAX_LIMIT) {
        return size;
      }
    } catch (NumberFormatException e) {
      // answered below
    }
    throw new ContractViolation("limit", "must be a number from 1 to " + MAX_LIMIT);
  }
}
