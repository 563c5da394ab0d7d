package dev.tagout.exporter.format;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.text.CleanText;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Where a value comes from: the first of some places of an event at which a text stands. */
record Origin(List<Place> places) {
  static Origin of(String... paths) {
    return new Origin(Arrays.stream(paths).map(Place::of).toList());
  }

  /**
   * The texts, clean, each once; none where there is nothing. Numbers and truth values are texts,
   * too.
   */
  List<String> texts(JsonNode event) {
    for (Place place : places) {
      List<String> texts = texts(place.in(event));
      if (!texts.isEmpty()) {
        return texts;
      }
    }
    return List.of();
  }

  /** The texts as one; null where there is nothing. */
  String text(JsonNode event) {
    List<String> texts = texts(event);
    return switch (texts.size()) {
      case 0 -> null;
      case 1 -> texts.getFirst();
      default -> String.join(", ", texts);
    };
  }

  private static List<String> texts(List<JsonNode> found) {
    return switch (found.size()) {
      case 0 -> List.of();
      case 1 -> {
        String only = textOf(found.getFirst());
        yield only == null ? List.of() : List.of(only);
      }
      default -> {
        Set<String> distinct = new LinkedHashSet<>();
        found.stream().map(Origin::textOf).filter(t -> t != null).forEach(distinct::add);
        yield List.copyOf(distinct);
      }
    };
  }

  private static String textOf(JsonNode node) {
    if (!node.isValueNode() || node.isNull()) {
      return null;
    }
    String text = CleanText.of(node.asText()).strip();
    return text.isEmpty() ? null : text;
  }

  /** As documentation has it. */
  @Override
  public String toString() {
    return places.stream().map(p -> "`" + p + "`").collect(Collectors.joining(", else "));
  }
}
