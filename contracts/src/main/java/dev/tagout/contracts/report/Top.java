package dev.tagout.contracts.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tagout.contracts.json.Require;
import java.util.List;

/**
 * The first items of a list, in the order that the list says.
 *
 * @param more how many others there are, which were left out
 */
public record Top<T>(
    @JsonProperty(required = true) List<T> items, @JsonProperty(required = true) long more) {
  public Top {
    items = Require.presentList(items, "items");
  }

  /** The first ones of all. */
  public static <T> Top<T> of(List<T> all, int most) {
    return all.size() <= most
        ? new Top<>(all, 0)
        : new Top<>(all.subList(0, most), (long) all.size() - most);
  }

  /** How many there are altogether. */
  public long total() {
    return items.size() + more;
  }
}
