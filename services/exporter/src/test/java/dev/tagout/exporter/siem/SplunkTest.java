package dev.tagout.exporter.siem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.json.Json;
import dev.tagout.exporter.format.CefFormat;
import dev.tagout.exporter.format.Samples;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SplunkTest {
  /**
   * What the data models of the Common Information Model ask for, by the tag that leads to them.
   */
  private static final Map<String, List<String>> ASKED =
      Map.of(
          "change",
          List.of(
              "action",
              "change_type",
              "dest",
              "object",
              "object_category",
              "object_id",
              "result",
              "status",
              "user",
              "vendor_product"),
          "alert",
          List.of(
              "app",
              "description",
              "dest",
              "id",
              "severity",
              "signature",
              "signature_id",
              "type",
              "vendor_product"));

  private static final Set<String> SEVERITIES =
      Set.of("critical", "high", "medium", "low", "informational");

  @Test
  void eachEventHasWhatItsDataModelsAskFor() {
    Map<String, Set<String>> tagged = new TreeMap<>();
    Samples.all()
        .forEach(
            (name, event) -> {
              // When
              Set<String> tags = SplunkApp.tags(event);
              Map<String, List<String>> fields = SplunkApp.fields(event);

              // Then
              tags.forEach(
                  tag -> {
                    tagged.computeIfAbsent(tag, t -> new TreeSet<>()).add(name);
                    ASKED
                        .getOrDefault(tag, List.of())
                        .forEach(
                            field ->
                                assertThat(fields.get(field)).as(name + " " + field).hasSize(1));
                  });
              assertThat(SEVERITIES).as(name).containsAll(fields.get("severity"));
              assertThat(fields.get("id").getFirst()).isEqualTo(event.at("/metadata/uid").asText());
            });
    assertThat(tagged.keySet()).containsExactly("alert", "audit", "change", "instance");
    assertThat(tagged.get("alert"))
        .contains("start-denied", "bypass-opened", "record-tampered", "violation-opened")
        .doesNotContain("start-allowed", "bypass-resolved", "waiver-requested");
    assertThat(tagged.get("change")).contains("start-allowed", "policy-activated");
  }

  @Test
  void makesOfARefusedStartWhatTheModelsMean() {
    // When
    Map<String, List<String>> fields = SplunkApp.fields(Samples.all().get("start-denied"));

    // Then
    assertThat(fields)
        .containsEntry("action", List.of("started"))
        .containsEntry("status", List.of("failure"))
        .containsEntry("dest", List.of("web-01"))
        .containsEntry("user", List.of("bob"))
        .containsEntry("src", List.of("host-a"))
        .containsEntry("severity", List.of("high"))
        .containsEntry("tagout_tier", List.of("internal"))
        .containsEntry("tagout_host", List.of("libvirt:host-a"))
        .containsEntry("policy_revision", List.of("7ebd86d849bb9bfc"))
        .containsEntry("type", List.of("alert"));
  }

  @Test
  void findsTheTimeOfEachEvent() {
    // Given
    Pattern prefix =
        Pattern.compile(SplunkApp.conf("props.conf").get("tagout:ocsf").get("TIME_PREFIX"));
    Pattern cef =
        Pattern.compile(SplunkApp.conf("props.conf").get("tagout:cef").get("TIME_PREFIX"));

    Samples.all()
        .forEach(
            (name, event) -> {
              // When
              String line = Json.text(event);
              String cefLine = new CefFormat().write(event, 8000).line();

              // Then
              String millis = Long.toString(Samples.AT.toEpochMilli());
              assertThat(after(prefix, line)).as(name).startsWith(millis);
              assertThat(after(cef, cefLine)).as(name).startsWith(millis);
            });
  }

  @Test
  void leavesOfASyslogRecordItsJson() {
    // Given
    Pattern header = Pattern.compile(transform("tagout_strip_syslog_header"));
    String json = Json.text(Samples.all().get("start-denied"));
    String with = "<107>1 2026-11-29T10:00:00.123Z exporter tagout 42 start.denied ";

    for (String data : new String[] {"-", "[a@1 x=\"y\"]", "[a@1 x=\"\\]\"][b@1]"}) {
      for (String mark : new String[] {"", "\uFEFF"}) {
        // When
        Matcher record = header.matcher(with + data + " " + mark + json);

        // Then
        assertThat(record.find()).as(data).isTrue();
        assertThat(record.group(1)).isEqualTo(json);
      }
    }
    assertThat(header.matcher(json).find()).isFalse();
  }

  @Test
  void cutsNoEventThatTheExporterSends() {
    // Given
    int largest = 1_000_000;

    // When
    Map<String, Map<String, String>> props = SplunkApp.conf("props.conf");
    Map<String, String> strip = SplunkApp.conf("transforms.conf").get("tagout_strip_syslog_header");

    // Then
    assertThat(props.values())
        .isNotEmpty()
        .allSatisfy(
            type ->
                assertThat(Integer.parseInt(type.get("TRUNCATE"))).isGreaterThanOrEqualTo(largest));
    assertThat(Integer.parseInt(strip.get("LOOKAHEAD"))).isGreaterThanOrEqualTo(largest);
  }

  @Test
  void looksForWhatCameLateToo() {
    // When
    Map<String, String> search = SplunkApp.conf("savedsearches.conf").values().iterator().next();

    // Then
    assertThat(search.get("search"))
        .contains("_index_earliest=-6m@m", "_index_latest=-1m@m", "dedup id");
    assertThat(search.get("dispatch.earliest_time")).isEqualTo("-30d@d");
  }

  @Test
  void readsThePairsOfCef() {
    // Given
    ObjectNode event = Samples.all().get("start-denied");
    event.put("message", "a=b c|d \\ e=");
    Matcher head =
        Pattern.compile(transform("tagout_cef_header"))
            .matcher(new CefFormat().write(event, 8000).line());

    // When
    assertThat(head.find()).isTrue();
    Map<String, String> pairs = new LinkedHashMap<>();
    Matcher pair =
        Pattern.compile(transform("tagout_cef_pairs"))
            .matcher(new CefFormat().write(event, 8000).line());
    while (pair.find()) {
      pairs.put(pair.group(1), pair.group(2));
    }

    // Then
    assertThat(head.group(4)).isEqualTo("start.denied");
    assertThat(head.group(6)).isEqualTo("8");
    assertThat(pairs)
        .containsEntry("rt", "1795946400123")
        .containsEntry("act", "Blocked")
        .containsEntry("cs1", "libvirt:0f3c9a52-7d1e-4b8e-9a55-2f8f0c6d1e11")
        .containsEntry("cat", "API Activity")
        .containsEntry("msg", "a\\=b c|d \\\\ e\\=");
    assertThat(pairs).hasSizeGreaterThan(25).doesNotContainKey("b");
  }

  @Test
  void everyReferenceIsToSomethingThatIsThere() {
    // Given
    Map<String, Map<String, String>> types = SplunkApp.conf("eventtypes.conf");
    Map<String, Map<String, String>> transforms = SplunkApp.conf("transforms.conf");

    // Then
    assertThat(SplunkApp.conf("tags.conf").keySet())
        .allMatch(stanza -> types.containsKey(stanza.replace("eventtype=", "")));
    SplunkApp.conf("props.conf")
        .values()
        .forEach(
            props ->
                props.forEach(
                    (key, value) -> {
                      if (key.startsWith("TRANSFORMS-") || key.startsWith("REPORT-")) {
                        assertThat(transforms).containsKeys(value.split(", "));
                      }
                    }));
    assertThat(SplunkApp.conf("macros.conf")).containsKey("tagout_findings");
    assertThat(SplunkApp.conf("savedsearches.conf").values())
        .allMatch(search -> search.get("enableSched").equals("0"));
    assertThat(SplunkApp.conf("app.conf")).containsKey("launcher");
  }

  private static String transform(String name) {
    return SplunkApp.conf("transforms.conf").get(name).get("REGEX");
  }

  private static String after(Pattern prefix, String line) {
    Matcher matcher = prefix.matcher(line);
    assertThat(matcher.find()).isTrue();
    return line.substring(matcher.end());
  }
}
