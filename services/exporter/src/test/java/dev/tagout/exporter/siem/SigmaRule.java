package dev.tagout.exporter.siem;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Sigma rule as far as ours need it: selections that are maps, values that are equal (whatever
 * their case, as the specification has it) or have a modifier {@code startswith} or {@code
 * fieldref}, lists of which one must fit, the conditions {@code a} and {@code a and not b}, and
 * correlations that count events. Anything else is refused.
 */
record SigmaRule(JsonNode rule) {
  private static final Pattern CONDITION = Pattern.compile("(\\w+)(?: and not (\\w+))?");
  private static final Pattern TIMESPAN = Pattern.compile("(\\d+)([smhd])");
  private static final Map<String, Long> MILLISECONDS =
      Map.of("s", 1000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

  boolean fires(JsonNode event) {
    Matcher condition = CONDITION.matcher(rule.at("/detection/condition").asText());
    if (!condition.matches()) {
      throw new IllegalStateException("a condition that is not known here: " + rule);
    }
    return selects(condition.group(1), event)
        && (condition.group(2) == null || !selects(condition.group(2), event));
  }

  /**
   * Whether as many of the events as the correlation demands, which the rule selects, are within
   * its time and alike in what it groups by.
   */
  static boolean fires(JsonNode correlation, SigmaRule base, List<? extends JsonNode> events) {
    if (!correlation.path("type").asText().equals("event_count")) {
      throw new IllegalStateException("a correlation that is not known here: " + correlation);
    }
    Matcher timespan = TIMESPAN.matcher(correlation.path("timespan").asText());
    if (!timespan.matches()) {
      throw new IllegalStateException("a timespan that is not known here: " + correlation);
    }
    long window = Long.parseLong(timespan.group(1)) * MILLISECONDS.get(timespan.group(2));
    int least = correlation.at("/condition/gte").asInt();
    Map<List<String>, Deque<Long>> groups = new HashMap<>();
    for (JsonNode event : events) {
      if (!base.fires(event)) {
        continue;
      }
      List<String> group = new ArrayList<>();
      correlation.path("group-by").forEach(f -> group.add(field(event, f.asText()).asText()));
      Deque<Long> times = groups.computeIfAbsent(group, g -> new ArrayDeque<>());
      long time = event.path("time").asLong();
      times.add(time);
      while (times.getFirst() < time - window) {
        times.removeFirst();
      }
      if (times.size() >= least) {
        return true;
      }
    }
    return false;
  }

  private boolean selects(String name, JsonNode event) {
    JsonNode selection = rule.path("detection").path(name);
    if (!selection.isObject() || selection.isEmpty()) {
      throw new IllegalStateException("no selection " + name + " in " + rule);
    }
    return selection.propertyStream().allMatch(f -> matches(f.getKey(), f.getValue(), event));
  }

  private static boolean matches(String key, JsonNode wanted, JsonNode event) {
    if (wanted.isArray()) {
      return wanted.valueStream().anyMatch(one -> matches(key, one, event));
    }
    String[] parts = key.split("\\|");
    JsonNode value = field(event, parts[0]);
    if (value.isMissingNode() || value.isNull()) {
      return false;
    }
    String text = value.asText().toLowerCase(Locale.ROOT);
    String other = wanted.asText().toLowerCase(Locale.ROOT);
    if (parts.length == 1) {
      return text.equals(other);
    }
    return switch (parts[1]) {
      case "startswith" -> text.startsWith(other);
      case "fieldref" -> value.equals(field(event, wanted.asText()));
      default -> throw new IllegalStateException("a modifier that is not known here: " + key);
    };
  }

  private static JsonNode field(JsonNode event, String name) {
    JsonNode at = event;
    for (String part : name.split("\\.")) {
      at = at.path(part);
    }
    return at;
  }
}
