package dev.tagout.exporter.siem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.json.Json;
import dev.tagout.exporter.format.Ecs;
import dev.tagout.exporter.format.EcsFormat;
import dev.tagout.exporter.format.Format;
import dev.tagout.exporter.format.Samples;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ElasticTest {
  private static final Set<String> SET_BY_THE_TEMPLATE =
      Set.of("data_stream.type", "data_stream.dataset", "data_stream.namespace");

  private static final String ON_FAILURE = "error.message";

  private final Format format = new EcsFormat();

  @Test
  void everyFieldOfEverySampleIsMappedWithAFittingType() {
    // Given
    Map<String, String> types = mapped();
    Set<String> used = new TreeSet<>();

    Samples.all()
        .forEach(
            (name, event) -> {
              for (int limit : new int[] {1024, 2000, 64_000}) {
                // When
                Map<String, JsonNode> leaves = Ecs.leaves(ecs(event, limit));

                // Then
                leaves.forEach(
                    (field, value) -> {
                      assertThat(types).as(name).containsKey(field);
                      for (JsonNode one : value.isArray() ? value : List.of(value)) {
                        assertThat(fits(types.get(field), one))
                            .as("%s: %s is %s, and %s", name, field, one, types.get(field))
                            .isTrue();
                      }
                      used.add(field);
                    });
              }
            });
    assertThat(used).hasSizeGreaterThan(50);
  }

  @Test
  void ecsFieldsHaveTheTypesOfItsDictionary() {
    mapped()
        .forEach(
            (field, type) -> {
              if (!field.startsWith("tagout.")) {
                assertThat(Ecs.dictionary()).containsKey(field);
                assertThat(type).as(field).isEqualTo(Ecs.dictionary().get(field).type());
              }
            });
  }

  @Test
  void nothingIsMappedThatNobodyWrites() {
    // Given
    ObjectNode all = Samples.all().get("start-denied");
    all.put("count", 3).putObject("trace").put("uid", "4bf92f3577b34da6a3ce929d0e0e4736");
    ((ObjectNode) all.get("device")).put("ip", "192.0.2.15");
    ((ObjectNode) all.get("src_endpoint")).put("ip", "2001:db8::1");
    ((ObjectNode) all.at("/actor/user")).put("uid", "u-1").put("domain", "EXAMPLE");
    ObjectNode metadata = (ObjectNode) all.get("metadata");
    metadata.put("tenant_uid", "t").put("sequence", 3);
    ((ObjectNode) metadata.get("product"))
        .put("version", "1")
        .putObject("feature")
        .put("name", "f");

    // When
    Set<String> written = new TreeSet<>(Ecs.leaves(ecs(all, 64_000)).keySet());
    Samples.all().values().forEach(e -> written.addAll(Ecs.leaves(ecs(e, 64_000)).keySet()));
    written.addAll(Ecs.leaves(ecs(all, 1500)).keySet());
    written.addAll(SET_BY_THE_TEMPLATE);
    written.add(ON_FAILURE);

    // Then
    assertThat(mapped().keySet()).containsExactlyInAnyOrderElementsOf(written);
    assertThat(run(all)).isEqualTo(ecs(all, 64_000));
  }

  @Test
  void pipelineMakesOfARecordWhatTheExporterWrites() {
    Samples.all()
        .forEach(
            (name, event) ->
                // Then
                assertThat(run(event)).as(name).isEqualTo(ecs(event, 64_000)));
  }

  @Test
  void pipelineGivesADocumentTheIdOfItsFinding() {
    // Given
    ObjectNode event = Samples.all().get("remediation-succeeded");

    // When
    ObjectNode document = pipeline().run(document(event));

    // Then
    assertThat(document.path("_id")).isEqualTo(event.at("/metadata/uid"));
  }

  @Test
  void templateIsComposedOfWhatIsThere() {
    // Given
    JsonNode template = SiemFile.json("elastic/tagout-findings.index-template.json");

    // Then
    assertThat(template.path("composed_of"))
        .allSatisfy(
            name ->
                assertThat(SiemFile.path("elastic/" + name.asText() + ".component-template.json"))
                    .exists());
    assertThat(template.path("data_stream").isObject()).isTrue();
    assertThat(template.at("/template/settings/index/lifecycle/name").asText())
        .isEqualTo("tagout-findings");
    assertThat(SiemFile.path("elastic/tagout-findings.ilm-policy.json")).exists();
  }

  private static IngestPipeline pipeline() {
    return new IngestPipeline(SiemFile.json("elastic/tagout-findings-ocsf.pipeline.json"));
  }

  private static ObjectNode document(ObjectNode event) {
    return JsonNodeFactory.instance.objectNode().put("message", Json.text(event));
  }

  /** As the pipeline makes it, read as it would come out of the index. */
  private static JsonNode run(ObjectNode event) {
    ObjectNode document = pipeline().run(document(event));
    document.remove("_id");
    return read(Json.text(document));
  }

  private JsonNode ecs(ObjectNode event, int limit) {
    return read(format.write(event, limit).line());
  }

  private static JsonNode read(String json) {
    return Json.tree(json.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean fits(String type, JsonNode value) {
    return switch (type) {
      case "integer" -> value.isInt();
      case "keyword" -> value.isTextual() && value.asText().length() <= 1024;
      default -> Ecs.fits(type, value);
    };
  }

  /** The types of the mapped fields, by their names. */
  private static Map<String, String> mapped() {
    Map<String, String> types = new LinkedHashMap<>();
    for (String name : new String[] {"tagout-ecs", "tagout-own"}) {
      mapped(
          "",
          SiemFile.json("elastic/" + name + ".component-template.json")
              .at("/template/mappings/properties"),
          types);
    }
    return types;
  }

  private static void mapped(String path, JsonNode properties, Map<String, String> types) {
    properties
        .properties()
        .forEach(
            field -> {
              if (field.getValue().has("type")) {
                types.put(path + field.getKey(), field.getValue().get("type").asText());
              } else {
                mapped(path + field.getKey() + ".", field.getValue().path("properties"), types);
              }
            });
  }
}
