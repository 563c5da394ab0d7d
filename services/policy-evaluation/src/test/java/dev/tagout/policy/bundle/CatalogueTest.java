package dev.tagout.policy.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogueTest {
  private static final String DATA =
      """
      {"parameters": {
         "tiers": {"order": ["public", "internal"]},
         "rules": {"patch": {"stale": {"default": {"hours": 168, "sources": []}, "tiers": {"internal": {"hours": 72}}}}}},
       "tagout": {"catalogue": {
         "tiers": {"type": "object", "properties": {"order": {"type": "array", "minItems": 1}}},
         "rules": {"patch/stale": {"title": "Stale", "description": "d", "why": "w", "needs": ["vm.patch"],
           "severity": "high", "remediation": "notify", "controls": ["nist-800-53:SI-2"], "sleepsWithout": ["sources"],
           "schema": {"type": "object", "additionalProperties": false, "properties": {
             "default": {"$ref": "#/definitions/settings"},
             "tiers": {"type": "object", "additionalProperties": {"$ref": "#/definitions/settings"}}},
             "definitions": {"settings": {"type": "object", "additionalProperties": false, "properties": {
               "hours": {"type": "integer", "minimum": 1}, "sources": {"type": "array"}}}}}}}}},
       "site": {"parameters": {"rules": {"patch": {"stale": %s}}}}}
      """;

  @Test
  void mergesTheParametersOfTheSiteIntoThoseOfThePack() {
    // Given
    JsonNode data =
        data("{\"default\": {\"hours\": 48}, \"tiers\": {\"public\": {\"hours\": 500}}}");

    // When
    Catalogue.Rule rule = Catalogue.of(data).rule("patch/stale").orElseThrow();

    // Then
    assertThat(rule.parameters())
        .isEqualTo(
            tree(
                """
                {"default": {"hours": 48, "sources": []},
                 "tiers": {"internal": {"hours": 72}, "public": {"hours": 500}}}
                """));
  }

  @Test
  void sleepsUntilAnyTierDeclaresWhatItNeeds() {
    // Given
    JsonNode nothing = data("{}");
    JsonNode declared = data("{\"tiers\": {\"public\": {\"sources\": [\"wua\"]}}}");

    // When
    boolean before = Catalogue.of(nothing).rule("patch/stale").orElseThrow().isSleeping();
    boolean after = Catalogue.of(declared).rule("patch/stale").orElseThrow().isSleeping();

    // Then
    assertThat(before).isTrue();
    assertThat(after).isFalse();
  }

  @Test
  void whatEveryTierEmptiesAgainWakesNobody() {
    // Given
    JsonNode data =
        data(
            "{\"default\": {\"sources\": [\"wua\"]}, \"tiers\": {\"public\": {\"sources\": []},"
                + " \"internal\": {\"sources\": []}}}");

    // When
    boolean sleeps = Catalogue.of(data).rule("patch/stale").orElseThrow().isSleeping();

    // Then
    assertThat(sleeps).isTrue();
  }

  @Test
  void aTierThatIsNotInTheOrderWakesNobody() {
    // Given
    JsonNode data = data("{\"tiers\": {\"secret\": {\"sources\": [\"wua\"]}}}");

    // When
    boolean sleeps = Catalogue.of(data).rule("patch/stale").orElseThrow().isSleeping();

    // Then
    assertThat(sleeps).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'default': {'hours': '48'}} | site.parameters.rules.patch.stale.default.hours",
        "{'default': {'hours': 0}} | site.parameters.rules.patch.stale.default.hours",
        "{'tiers': {'public': {'hours': 1.5}}} | site.parameters.rules.patch.stale.tiers.public.hours",
        "{'default': {'days': 2}} | site.parameters.rules.patch.stale.default",
        "{'defaults': {}} | site.parameters.rules.patch.stale",
        "[] | site.parameters.rules.patch.stale",
      })
  void refusesAWrongParameterByItsPath(String settings, String path) {
    // Given
    JsonNode data = data(settings.replace('\'', '"'));

    // When
    // Then
    assertThatThrownBy(() -> Catalogue.of(data))
        .isInstanceOfSatisfying(
            ContractViolation.class, e -> assertThat(e.field()).isEqualTo(path));
  }

  @Test
  void refusesSettingsOfARuleThatIsNotThere() {
    // Given
    JsonNode data =
        tree(
            DATA.formatted("{}")
                .replace(
                    "\"site\": {\"parameters\": {\"rules\": {\"patch\"",
                    "\"site\": {\"parameters\": {\"rules\": {\"pach\""));

    // When
    // Then
    assertThatThrownBy(() -> Catalogue.of(data))
        .hasMessage("site.parameters.rules.pach.stale: there is no such rule");
  }

  @Test
  void refusesABundleWithoutParameters() {
    // Given
    JsonNode data = tree("{}");

    // When
    // Then
    assertThatThrownBy(() -> Catalogue.of(data)).hasMessageContaining("has no parameters");
  }

  private static JsonNode data(String siteSettings) {
    return tree(DATA.formatted(siteSettings));
  }

  private static JsonNode tree(String json) {
    return Json.tree(json.getBytes(StandardCharsets.UTF_8));
  }
}
