package dev.tagout.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.cli.CliException;
import dev.tagout.cli.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Items of a list that the service gives in pages.
 *
 * @param next what to give as {@code --after} for those that follow; null when there are none
 */
public record Listing(List<JsonNode> items, String next) {
  /** As much as the service gives at once. */
  private static final int PAGE = 500;

  public Listing {
    items = List.copyOf(items);
  }

  /**
   * Follows the pages.
   *
   * @param query without {@code limit} and {@code after}; made anew for each page
   * @param limit how many items at most
   * @param after where to begin, null for the first
   */
  public static Listing of(
      HttpService service, String path, Supplier<Query> query, int limit, String after) {
    List<JsonNode> items = new ArrayList<>();
    String next = after;
    do {
      int rest = Math.min(PAGE, limit - items.size());
      JsonNode page = service.get(path, query.get().with("limit", rest).with("after", next));
      if (!page.path("items").isArray()) {
        throw new CliException(
            ExitCode.UNREACHABLE,
            "the answer to " + path + " is no list; is it " + service.name() + "?");
      }
      page.get("items").forEach(items::add);
      String following = page.path("next").asText(null);
      if (following != null && (following.equals(next) || page.get("items").isEmpty())) {
        throw new CliException(ExitCode.UNREACHABLE, "the pages of " + path + " do not end");
      }
      next = following;
    } while (next != null && items.size() < limit);
    return new Listing(items, next);
  }

  /** All that there are. */
  public static List<JsonNode> all(HttpService service, String path) {
    return of(service, path, Query::new, Integer.MAX_VALUE, null).items();
  }

  /** As one page of the service. */
  public JsonNode toJson() {
    ObjectNode page = JsonNodeFactory.instance.objectNode();
    ArrayNode array = page.putArray("items");
    items.forEach(array::add);
    page.put("next", next);
    return page;
  }
}
