package dev.tagout.policy;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.event.EventData;
import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.HostConnected;
import dev.tagout.contracts.event.ListedVm;
import dev.tagout.contracts.event.RunState;
import dev.tagout.contracts.event.TagoutEvent;
import dev.tagout.contracts.event.VmConfiguration;
import dev.tagout.contracts.event.VmDefined;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.Ids;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import dev.tagout.lab.infrastructure.Infrastructure;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The shared scenarios, asked of the running service: what a scenario knows is told by events and
 * assignments, and the answer is that of the policies alone.
 */
@QuarkusTest
@TestProfile(WholePack.Alone.class)
@WithTestResource(Infrastructure.class)
@WithTestResource(WholePack.class)
class ServiceScenariosIT {
  private static final Map<String, EventType> OF_VM =
      Map.of(
          "patch", EventType.VM_PATCH_SCANNED,
          "protection", EventType.VM_PROTECTION_OBSERVED);
  private static final Map<String, EventType> OF_HOST =
      Map.of(
          "patch", EventType.HOST_PATCH_SCANNED,
          "system", EventType.HOST_SYSTEM_OBSERVED,
          "network", EventType.HOST_NETWORK_OBSERVED,
          "storage", EventType.HOST_STORAGE_OBSERVED,
          "access", EventType.HOST_ACCESS_OBSERVED);
  private static final List<String> OF_ASSIGNMENT =
      List.of("tier", "group", "owner", "contact", "admins", "maintenance");

  @Inject Service service;
  @Inject TestClock clock;
  @TempDir Path scratch;

  @AfterEach
  void backToNow() {
    clock.reset();
  }

  @AfterEach
  void backToThePackAlone() throws IOException {
    activate(Files.readAllBytes(PolicyPack.whole()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "declared"})
  void theServiceAnswersAsTheScenariosExpect(String site) throws IOException {
    // Given
    service.awaitReady();
    if (!site.isEmpty()) {
      activate(packWith(site));
    }
    List<Scenario> scenarios = new ArrayList<>();
    for (Scenario scenario : all(site)) {
      if (scenario.feed()) {
        scenarios.add(scenario);
      }
    }
    SoftAssertions answers = new SoftAssertions();

    for (Scenario scenario : scenarios) {
      scenario.awaitKnown();
      clock.freeze(Instant.parse(scenario.input.at("/review/at").asText()));

      // When
      JsonNode decision = scenario.review();

      // Then
      JsonNode expected = scenario.expect;
      answers
          .assertThat(decision.path("outcome"))
          .as(scenario.name)
          .isEqualTo(expected.path("outcome"));
      answers
          .assertThat(sorted(decision.path("violations")))
          .as(scenario.name)
          .containsExactlyElementsOf(sorted(expected.path("violations")));
      answers
          .assertThat(instantOrNull(decision.path("validUntil")))
          .as(scenario.name)
          .isEqualTo(instantOrNull(expected.path("validUntil")));
    }
    answers
        .assertThat(scenarios)
        .as("scenarios that could be asked")
        .hasSizeGreaterThan(site.isEmpty() ? 80 : 12);
    answers.assertAll();
  }

  private static void activate(byte[] bundle) {
    given()
        .contentType("application/gzip")
        .body(bundle)
        .post("/v1/policies/activate?force=true")
        .then()
        .statusCode(200);
  }

  /** The pack with what a site has declared in a folder of its own. */
  private byte[] packWith(String site) throws IOException {
    Path folder = Files.createDirectories(scratch.resolve("site/parameters"));
    Files.writeString(folder.resolve("data.json"), SharedScenario.siteParameters(site).toString());
    Path bundle = scratch.resolve("site.tar.gz");
    PolicyPack.build(
        bundle,
        "--site",
        scratch.resolve("site").toString(),
        Path.of(System.getProperty("tagout.root"), "policies").toString());
    return Files.readAllBytes(bundle);
  }

  private List<Scenario> all(String site) {
    List<Scenario> scenarios = new ArrayList<>();
    int number = 0;
    for (SharedScenario scenario : SharedScenario.all()) {
      Scenario told = new Scenario(scenario, number++);
      if (scenario.site().equals(site)) {
        scenarios.add(told);
      }
    }
    return scenarios;
  }

  private static Instant instantOrNull(JsonNode text) {
    return text.isTextual() ? Instant.parse(text.asText()) : null;
  }

  /** As text without the fields whose absence means null. */
  private static List<String> sorted(JsonNode violations) {
    List<String> texts = new ArrayList<>();
    violations.forEach(
        v -> {
          ObjectNode copy = v.deepCopy();
          copy.remove("waivedBy");
          texts.add(sortedFields(copy).toString());
        });
    return texts.stream().sorted().toList();
  }

  private static JsonNode sortedFields(JsonNode node) {
    if (node.isArray()) {
      ArrayNode items = JsonNodeFactory.instance.arrayNode();
      node.forEach(item -> items.add(sortedFields(item)));
      return items;
    }
    if (!node.isObject()) {
      return node;
    }
    ObjectNode sorted = JsonNodeFactory.instance.objectNode();
    node.properties().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(field -> sorted.set(field.getKey(), sortedFields(field.getValue())));
    return sorted;
  }

  /** One scenario, with ids that no other has. */
  private final class Scenario {
    private final String name;
    private final JsonNode input;
    private final JsonNode expect;
    private final List<TagoutEvent> events = new ArrayList<>();

    Scenario(SharedScenario scenario, int number) {
      this.name = scenario.name();
      ObjectNode both = JsonNodeFactory.instance.objectNode();
      both.set("input", scenario.input());
      both.set("expect", scenario.expect());
      String text = both.toString();
      List<String> ids = new ArrayList<>(both.findValuesAsText("id"));
      String declared = SharedScenario.siteParameters(scenario.site()).toString();
      for (String id : ids.stream().filter(id -> id.contains(":")).distinct().toList()) {
        if (declared.contains(id)) {
          continue;
        }
        text = text.replaceAll(Pattern.quote(id) + "(?![\\w-])", id + "-s" + number);
      }
      JsonNode unique = Json.tree(text.getBytes(StandardCharsets.UTF_8));
      this.input = unique.path("input");
      this.expect = unique.path("expect");
    }

    /** Tells the service what the scenario knows; false when no event can tell it. */
    boolean feed() {
      try {
        if (!input.at("/review/point").asText().equals("POWER_ON")
            || input.at("/host/id").isMissingNode()) {
          return false;
        }
        facts(OF_VM, input.path("vm"));
        facts(OF_HOST, input.path("host"));
        configuration();
        residents();
        assign("/v1/vms/{id}/assignment", input.path("vm"));
        assign("/v1/hosts/{id}/assignment", input.path("host"));
      } catch (ContractViolation e) {
        return false;
      }
      service.send(events.toArray(TagoutEvent[]::new));
      return true;
    }

    void awaitKnown() {
      await("facts of " + name)
          .atMost(Duration.ofSeconds(30))
          .until(() -> events.stream().allMatch(this::isKnown));
    }

    private boolean isKnown(TagoutEvent event) {
      String path = event.type().wireName().contains(".vm.") ? "/v1/vms/{id}" : "/v1/hosts/{id}";
      Response known = given().get(path, event.subject());
      if (known.statusCode() != 200) {
        return false;
      }
      JsonNode view = Json.tree(known.asByteArray());
      return switch (event.data()) {
        case EventData.Observation observation ->
            view.path("facts").toString().contains(event.source().toString());
        case HostConnected listing -> view.hasNonNull("listedAt");
        case EventData.Lifecycle other -> view.hasNonNull("name");
      };
    }

    JsonNode review() {
      Map<String, Object> vm = new HashMap<>();
      vm.put("id", input.at("/vm/id").asText());
      if (input.at("/vm/name").isTextual()) {
        vm.put("name", input.at("/vm/name").asText());
      }
      Map<String, Object> body = new HashMap<>();
      body.put("vm", vm);
      body.put("host", Map.of("id", input.at("/host/id").asText()));
      body.put("operation", input.at("/review/operation").asText());
      if (input.at("/review/requestedBy").isTextual()) {
        body.put("requestedBy", input.at("/review/requestedBy").asText());
      }
      Response answer = given().contentType("application/json").body(body).post("/v1/reviews");
      return Json.tree(answer.asByteArray());
    }

    private void facts(Map<String, EventType> types, JsonNode subject) {
      types.forEach(
          (group, type) -> {
            JsonNode fact = subject.path(group);
            if (fact.isObject()) {
              ObjectNode body = fact.deepCopy();
              body.remove(List.of("observedAt", "source"));
              add(
                  type,
                  subject.path("id").asText(),
                  source(fact),
                  instant(fact.path("observedAt")),
                  known(Json.fromTree(body, type.dataType())));
            }
          });
    }

    private void configuration() {
      JsonNode vm = input.path("vm");
      JsonNode fact = vm.path("configuration");
      boolean claims = vm.path("tierSource").asText().equals("configuration");
      if (!claims && !vm.path("tierSource").asText("assignment").equals("assignment")) {
        throw new ContractViolation("vm.tierSource", "is not one of ours");
      }
      if (!fact.isObject() && !claims) {
        return;
      }
      ObjectNode body = fact.isObject() ? fact.deepCopy() : JsonNodeFactory.instance.objectNode();
      body.remove(List.of("observedAt", "source"));
      if (claims) {
        body.set("tier", vm.path("tier"));
      }
      add(
          EventType.VM_DEFINED,
          vm.path("id").asText(),
          fact.path("source").asText("test"),
          fact.isObject() ? instant(fact.path("observedAt")) : Instant.EPOCH.plusSeconds(1),
          new VmDefined(
              vm.path("name").asText(vm.path("id").asText()),
              new HostId(input.at("/host/id").asText()),
              Json.fromTree(body, VmConfiguration.class)));
    }

    private void residents() {
      List<ListedVm> running = new ArrayList<>();
      for (JsonNode resident : input.path("residents")) {
        VmId id = new VmId(resident.path("id").asText());
        running.add(
            new ListedVm(id, resident.path("name").asText(id.value()), RunState.RUNNING, "run"));
        if (resident.hasNonNull("tier")) {
          service.assignVm(id.value(), Map.of("tier", resident.path("tier").asText()));
        }
      }
      boolean listed = input.has("residents");
      if (listed != input.at("/host/name").isTextual()) {
        throw new ContractViolation("host.name", "comes with the listing");
      }
      if (listed) {
        add(
            EventType.HOST_CONNECTED,
            input.at("/host/id").asText(),
            "test",
            Instant.parse("2026-11-23T08:00:00Z"),
            new HostConnected(input.at("/host/name").asText(), running));
      }
    }

    private void assign(String path, JsonNode subject) {
      ObjectNode assignment = JsonNodeFactory.instance.objectNode();
      for (String field : OF_ASSIGNMENT) {
        boolean claimed =
            field.equals("tier") && subject.path("tierSource").asText().equals("configuration");
        if (subject.hasNonNull(field) && !claimed) {
          assignment.set(field, subject.get(field));
        }
      }
      if (!assignment.isEmpty()) {
        Response answer =
            given()
                .contentType("application/json")
                .body(assignment.toString())
                .put(path, subject.path("id").asText());
        if (answer.statusCode() != 200) {
          throw new ContractViolation("assignment", answer.asString());
        }
      }
    }

    private void add(EventType type, String subject, String source, Instant at, EventData data) {
      events.add(new TagoutEvent(Ids.next(), URI.create(source), type, subject, at, data));
    }

    /** An event always says who saw it. */
    private static String source(JsonNode fact) {
      if (!fact.hasNonNull("source")) {
        throw new ContractViolation("source", "is required");
      }
      return fact.path("source").asText();
    }

    /** A word that the contract does not know reaches the policies as another word. */
    private static <T extends EventData> T known(T data) {
      if (Json.text(data).contains("unrecognized")) {
        throw new ContractViolation("data", "has an unknown word");
      }
      return data;
    }

    private static Instant instant(JsonNode text) {
      if (!text.isTextual()) {
        throw new ContractViolation("observedAt", "is required");
      }
      return Instant.parse(text.asText());
    }
  }
}
