package dev.tagout.exporter.siem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tagout.contracts.json.Json;
import dev.tagout.exporter.format.EcsFormat;
import dev.tagout.exporter.format.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SigmaTest {
  private static final YAMLMapper YAML = new YAMLMapper();

  /** On which samples a rule must fire; on all others it must not. */
  private static final Map<String, Set<String>> FIRES =
      Map.ofEntries(
          Map.entry("tagout_bypass", Set.of("bypass-opened")),
          Map.entry("tagout_hook_tampered", Set.of("hook-missing-opened", "hook-missing-changed")),
          Map.entry("tagout_record_tampered", Set.of("record-tampered")),
          Map.entry("tagout_start_denied", Set.of("start-denied", "start-refused-without-answer")),
          Map.entry(
              "tagout_break_glass_opened",
              Set.of("break-glass-approved", "break-glass-approved-by-requester")),
          Map.entry("tagout_break_glass_used", Set.of("break-glass-used")),
          Map.entry(
              "tagout_waiver_by_requester",
              Set.of("waiver-approved-by-requester", "break-glass-approved-by-requester")),
          Map.entry("tagout_policy_forced", Set.of("policy-forced")),
          Map.entry(
              "tagout_policy_by_hand",
              Set.of("policy-activated", "policy-forced", "policy-rolled-back")),
          Map.entry("tagout_admitted_without_answer", Set.of("start-let-through-without-answer")),
          Map.entry(
              "tagout_remediation_needs_a_person",
              Set.of("remediation-failed", "remediation-held")));

  @Test
  void eachRuleFiresWhereItMustAndNowhereElse() throws IOException {
    // Given
    Map<String, JsonNode> rules = rules();
    Map<String, ObjectNode> samples = new TreeMap<>(Samples.all());
    samples.put("break-glass-approved-by-requester", selfApproved(samples));

    // When
    Map<String, Set<String>> fired = new TreeMap<>();
    rules.forEach(
        (name, rule) -> {
          if (rule.has("detection")) {
            fired.put(
                name,
                samples.entrySet().stream()
                    .filter(sample -> new SigmaRule(rule).fires(sample.getValue()))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toCollection(TreeSet::new)));
          }
        });

    // Then
    assertThat(fired).isEqualTo(new TreeMap<>(FIRES));
  }

  @Test
  void manyRefusedStartsInAShortTimeAreOneAlarm() throws IOException {
    // Given
    JsonNode correlation = rules().get("tagout_mass_denial").path("correlation");
    SigmaRule base = new SigmaRule(rules().get("tagout_start_denied"));

    // When
    boolean twentyInFourMinutes =
        SigmaRule.fires(correlation, base, events("start-denied", 20, 12));
    boolean nineteen = SigmaRule.fires(correlation, base, events("start-denied", 19, 12));
    boolean twentyInTenMinutes = SigmaRule.fires(correlation, base, events("start-denied", 20, 30));
    boolean twentyAllowed = SigmaRule.fires(correlation, base, events("start-allowed", 20, 1));
    List<ObjectNode> ofTwoRevisions = events("start-denied", 20, 1);
    ofTwoRevisions.stream().limit(10).forEach(e -> e.withObject("/policy").put("version", "old"));

    // Then
    assertThat(twentyInFourMinutes).isTrue();
    assertThat(nineteen).isFalse();
    assertThat(twentyInTenMinutes).isFalse();
    assertThat(twentyAllowed).isFalse();
    assertThat(SigmaRule.fires(correlation, base, ofTwoRevisions)).isFalse();
    assertThat(correlation.path("rules"))
        .extracting(JsonNode::asText)
        .containsExactly(base.rule().path("name").asText());
  }

  @Test
  void severalBypassesOnOneHostAreOneAlarm() throws IOException {
    // Given
    JsonNode correlation = rules().get("tagout_bypasses_on_a_host").path("correlation");
    SigmaRule base = new SigmaRule(rules().get("tagout_bypass"));

    // When
    boolean threeInTenMinutes = SigmaRule.fires(correlation, base, events("bypass-opened", 3, 300));
    boolean two = SigmaRule.fires(correlation, base, events("bypass-opened", 2, 1));
    boolean threeInTwentyMinutes =
        SigmaRule.fires(correlation, base, events("bypass-opened", 3, 600));
    List<ObjectNode> onTwoHosts = events("bypass-opened", 3, 1);
    onTwoHosts.getFirst().withObject("/unmapped").put("host", "libvirt:host-b");

    // Then
    assertThat(threeInTenMinutes).isTrue();
    assertThat(two).isFalse();
    assertThat(threeInTwentyMinutes).isFalse();
    assertThat(SigmaRule.fires(correlation, base, onTwoHosts)).isFalse();
    assertThat(correlation.path("rules"))
        .extracting(JsonNode::asText)
        .containsExactly(base.rule().path("name").asText());
    assertThat(base.rule().path("fields"))
        .extracting(JsonNode::asText)
        .contains(correlation.path("group-by").path(0).asText());
    // Without it converters leave out the rule that a correlation refers to.
    assertThat(correlation.path("generate").asBoolean()).isTrue();
  }

  @Test
  void everyRuleIsAsTheSpecificationHasIt() throws IOException {
    // Given
    Schema detection = schema("sigma-detection-rule-schema.json");
    Schema correlation = schema("sigma-correlation-rules-schema.json");
    Set<String> ids = new TreeSet<>();
    Map<String, JsonNode> rules = rules();

    rules.forEach(
        (name, rule) -> {
          // When
          List<String> errors =
              (rule.has("correlation") ? correlation : detection)
                  .validate(rule).stream().map(Error::toString).toList();

          // Then
          assertThat(errors).as(name).isEmpty();
          assertThat(ids.add(rule.path("id").asText())).as("id of " + name).isTrue();
          assertThat(
                  rule.has("correlation")
                      || rule.at("/logsource/product").asText().equals("tagout"))
              .as(name)
              .isTrue();
          rule.path("references")
              .forEach(
                  page ->
                      assertThat(Path.of(System.getProperty("tagout.root"), page.asText()))
                          .exists());
        });
    assertThat(rules.values().stream().filter(rule -> rule.has("detection"))).hasSize(FIRES.size());
    assertThat(SiemFile.text("sigma/README.md")).contains(rules.keySet());
  }

  @Test
  void byThePipelineEachRuleFiresOnTheSameFindingsAsEcs() throws IOException {
    // Given
    SigmaPipeline pipeline = SigmaPipeline.of("tagout-ecs.yaml");
    Map<String, ObjectNode> samples = new TreeMap<>(Samples.all());
    samples.put("break-glass-approved-by-requester", selfApproved(samples));
    Map<String, JsonNode> documents = new TreeMap<>();
    for (Map.Entry<String, ObjectNode> sample : samples.entrySet()) {
      String line = new EcsFormat().write(sample.getValue(), 64_000).line();
      documents.put(sample.getKey(), Json.mapper().readTree(line));
    }

    // When
    Map<String, Set<String>> fired = new TreeMap<>();
    rules()
        .forEach(
            (name, rule) -> {
              if (rule.has("detection")) {
                SigmaRule mapped = new SigmaRule(pipeline.of(rule));
                fired.put(
                    name,
                    documents.entrySet().stream()
                        .filter(document -> mapped.fires(document.getValue()))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toCollection(TreeSet::new)));
              }
            });

    // Then
    assertThat(fired).isEqualTo(new TreeMap<>(FIRES));
  }

  @Test
  void thePipelineForEcsKnowsEveryFieldOfTheRules() throws IOException {
    // Given
    Map<String, String> known = SigmaPipeline.of("tagout-ecs.yaml").names();
    Set<String> fields = new TreeSet<>();

    // When
    rules()
        .values()
        .forEach(
            rule -> {
              rule.path("fields").forEach(field -> fields.add(field.asText()));
              rule.at("/correlation/group-by").forEach(field -> fields.add(field.asText()));
            });

    // Then
    fields.remove("message");
    assertThat(known).containsKeys(fields.toArray(String[]::new));
  }

  @Test
  void thePipelineForSplunkFindsWhatTheSourcetypeIsOf() throws IOException {
    // Given
    SigmaPipeline pipeline = SigmaPipeline.of("tagout-splunk.yaml");
    ObjectNode event = Samples.all().get("record-tampered");
    SigmaRule mapped = new SigmaRule(pipeline.of(rules().get("tagout_record_tampered")));

    // When
    boolean without = mapped.fires(event);
    boolean with = mapped.fires(event.put("sourcetype", "tagout:ocsf"));

    // Then
    assertThat(without).isFalse();
    assertThat(with).isTrue();
    assertThat(SplunkApp.fields(Samples.all().get("record-tampered")))
        .containsKeys(pipeline.names().values().toArray(String[]::new));
  }

  @Test
  void schemaRefusesWhatIsNoRule() throws IOException {
    // Given
    ObjectNode rule = (ObjectNode) rules().get("tagout_bypass");

    // When
    ObjectNode without = rule.deepCopy().without("logsource");
    ObjectNode leveled = rule.deepCopy().put("level", "very high");

    // Then
    Schema schema = schema("sigma-detection-rule-schema.json");
    assertThat(schema.validate(without)).isNotEmpty();
    assertThat(schema.validate(leveled)).isNotEmpty();
  }

  private static ObjectNode selfApproved(Map<String, ObjectNode> samples) {
    ObjectNode event = samples.get("break-glass-approved").deepCopy();
    event.withObject("/unmapped").put("approved_by", "alice");
    return event;
  }

  private static List<ObjectNode> events(String sample, int count, int everySeconds) {
    List<ObjectNode> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ObjectNode event = Samples.all().get(sample);
      event.put("time", Samples.AT.toEpochMilli() + i * everySeconds * 1000L);
      events.add(event);
    }
    return events;
  }

  private static Map<String, JsonNode> rules() throws IOException {
    Map<String, JsonNode> rules = new TreeMap<>();
    try (Stream<Path> files = Files.list(SiemFile.path("sigma"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yml")).toList()) {
        String name = file.getFileName().toString().replace(".yml", "");
        try (MappingIterator<JsonNode> documents =
            YAML.readerFor(JsonNode.class).readValues(file.toFile())) {
          while (documents.hasNext()) {
            JsonNode rule = documents.next();
            rules.put(rule.path("name").asText(name), rule);
          }
        }
      }
    }
    return rules;
  }

  private static Schema schema(String name) throws IOException {
    try (InputStream in = SigmaTest.class.getResourceAsStream("/sigma/" + name)) {
      ObjectNode schema = (ObjectNode) Json.mapper().readTree(in);
      // "https://json-schema.org/draft/2020-12/schema#" with its sharp is unknown to validators.
      schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(schema);
    }
  }
}
