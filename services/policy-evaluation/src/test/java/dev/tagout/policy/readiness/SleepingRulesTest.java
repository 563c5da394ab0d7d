package dev.tagout.policy.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SleepingRulesTest {
  @Test
  void aRuleSleepsWhileWhatOnlyTheSiteKnowsIsNotDeclaredInAnyTier() {
    // When / Then
    assertThat(SleepingRules.in(data("{}")))
        .containsEntry("network/vlan_isolation", true)
        .containsEntry("tier/mixed", false);
  }

  @Test
  void theSiteWakesItByADefault() {
    // Given
    JsonNode data = data("{\"default\":{\"vlans\":{\"internal\":[120]}}}");

    // Then
    assertThat(SleepingRules.in(data)).containsEntry("network/vlan_isolation", false);
  }

  @Test
  void oneTierIsEnough() {
    // Given
    JsonNode data = data("{\"tiers\":{\"restricted\":{\"vlans\":[300]}}}");

    // Then
    assertThat(SleepingRules.in(data)).containsEntry("network/vlan_isolation", false);
  }

  @Test
  void anEmptyListWakesNobody() {
    // Given
    JsonNode data = data("{\"default\":{\"vlans\":[]}}");

    // Then
    assertThat(SleepingRules.in(data)).containsEntry("network/vlan_isolation", true);
  }

  @Test
  void aRuleOfTheSiteSleepsAsWell() {
    // Then
    assertThat(SleepingRules.in(data("{}"))).containsEntry("site/own/rule", true);
  }

  private static JsonNode data(String site) {
    return Json.tree(
        """
        {"tagout":{"catalogue":{"rules":{
           "network/vlan_isolation":{"sleepsWithout":["vlans"]},
           "tier/mixed":{"sleepsWithout":[]}}}},
         "parameters":{"tiers":{"order":["internal","restricted"]},
           "rules":{"network":{"vlan_isolation":{"default":{"action":"deny","vlans":{}}}}}},
         "site":{"catalogue":{"rules":{"site/own/rule":{"sleepsWithout":["list"]}}},
           "parameters":{"rules":{"network":{"vlan_isolation":%s}}}}}
        """
            .formatted(site)
            .getBytes(StandardCharsets.UTF_8));
  }
}
