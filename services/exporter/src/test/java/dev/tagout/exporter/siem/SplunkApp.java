package dev.tagout.exporter.siem;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of a Splunk app and what they make of an event at search time: the fields of its JSON
 * as {@code KV_MODE=json} names them, then aliases, then evaluations, each of which sees the fields
 * as they were before all of them. It stands for Splunk, which is not here.
 */
final class SplunkApp {
  private static final Pattern ALIAS = Pattern.compile("\"?([^\"]+)\"? AS \"?(\\w+)\"?");
  private static final Pattern TERM = Pattern.compile("([\\w.:]+)=([\\w.:]+)");

  private SplunkApp() {}

  /** Settings by their stanza. */
  static Map<String, Map<String, String>> conf(String name) {
    Map<String, Map<String, String>> stanzas = new LinkedHashMap<>();
    Map<String, String> stanza = null;
    for (String line : SiemFile.text("splunk/TA-tagout/default/" + name).lines().toList()) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (line.startsWith("[") && line.endsWith("]")) {
        stanza = new LinkedHashMap<>();
        if (stanzas.put(line.substring(1, line.length() - 1), stanza) != null) {
          throw new IllegalStateException("twice in " + name + ": " + line);
        }
        continue;
      }
      String[] setting = line.split("\\s*=\\s*", 2);
      if (stanza == null || setting.length != 2 || stanza.put(setting[0], setting[1]) != null) {
        throw new IllegalStateException("no setting in " + name + ": " + line);
      }
    }
    return stanzas;
  }

  /** The fields of an event at search time. */
  static Map<String, List<String>> fields(JsonNode event) {
    Map<String, List<String>> raw = new LinkedHashMap<>();
    raw.put("sourcetype", List.of("tagout:ocsf"));
    flatten("", event, raw);
    Map<String, String> props = conf("props.conf").get("tagout:ocsf");
    props.forEach(
        (key, value) -> {
          if (key.startsWith("FIELDALIAS-")) {
            Matcher alias = ALIAS.matcher(value);
            if (!alias.matches()) {
              throw new IllegalStateException("an alias that is not known here: " + value);
            }
            if (raw.containsKey(alias.group(1))) {
              raw.put(alias.group(2), raw.get(alias.group(1)));
            }
          }
        });
    Map<String, List<String>> fields = new LinkedHashMap<>(raw);
    props.forEach(
        (key, value) -> {
          if (key.startsWith("EVAL-")) {
            List<String> made = new SplunkEval(value, raw).value();
            String field = key.substring("EVAL-".length());
            if (made.isEmpty()) {
              fields.remove(field);
            } else {
              fields.put(field, made);
            }
          }
        });
    return fields;
  }

  /** The tags of the event types that an event is of. */
  static Set<String> tags(JsonNode event) {
    Map<String, List<String>> fields = fields(event);
    Map<String, Map<String, String>> tags = conf("tags.conf");
    Set<String> found = new TreeSet<>();
    conf("eventtypes.conf")
        .forEach(
            (type, settings) -> {
              if (matches(settings.get("search"), fields)) {
                tags.getOrDefault("eventtype=" + type, Map.of())
                    .forEach((tag, state) -> found.add(state.equals("enabled") ? tag : "!" + tag));
              }
            });
    return found;
  }

  /** Terms that must all hold; of those in parentheses with OR between, one. */
  private static boolean matches(String search, Map<String, List<String>> fields) {
    Matcher group = Pattern.compile("\\(([^)]*)\\)|(\\S+)").matcher(search);
    while (group.find()) {
      String[] terms =
          group.group(1) == null ? new String[] {group.group(2)} : group.group(1).split(" OR ");
      boolean one = false;
      for (String term : terms) {
        Matcher pair = TERM.matcher(term);
        if (!pair.matches()) {
          throw new IllegalStateException("a term that is not known here: " + term);
        }
        one |= fields.getOrDefault(pair.group(1), List.of()).contains(pair.group(2));
      }
      if (!one) {
        return false;
      }
    }
    return true;
  }

  private static void flatten(String path, JsonNode at, Map<String, List<String>> fields) {
    if (at.isObject()) {
      at.propertyStream()
          .forEach(
              f ->
                  flatten(
                      path.isEmpty() ? f.getKey() : path + "." + f.getKey(), f.getValue(), fields));
    } else if (at.isArray()) {
      at.forEach(one -> flatten(path + "{}", one, fields));
    } else if (!at.isNull()) {
      fields.computeIfAbsent(path, p -> new ArrayList<>()).add(at.asText());
    }
  }
}
