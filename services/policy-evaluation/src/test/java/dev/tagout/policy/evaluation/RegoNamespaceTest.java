package dev.tagout.policy.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegoNamespaceTest {
  private final RegoNamespace names = new RegoNamespace("x1");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "package tagout.rules.tier.mixed|package tagout_x1.rules.tier.mixed",
        "import data.tagout.times|import data.tagout_x1.times",
        "import data.tagout.times as t|import data.tagout_x1.times as t",
        "import data.parameters|import data.parameters_x1 as parameters",
        "import data.parameters as p|import data.parameters_x1 as p",
        "x := data.tagout.rules[_][_].violation[_]|x := data.tagout_x1.rules[_][_].violation[_]",
        "x := data[\"site\"].rules|x := data[\"site_x1\"].rules",
        "x := input.data.tagout|x := input.data.tagout",
        "x := \"data.tagout\"|x := \"data.tagout\"",
        "x := \"a\\\"\" == data.a|x := \"a\\\"\" == data.a_x1",
        "x := `\"` == data.a|x := `\"` == data.a_x1",
        "# package tagout, data.tagout|# package tagout, data.tagout",
        "x := metadata.tagout|x := metadata.tagout",
        "p if f(1) == 2 with data.parameters as {}|p if f(1) == 2 with data.parameters_x1 as {}",
      })
  void changesTheFirstPartOfPackagesAndReferences(String rego, String moved) {
    assertThat(names.module(rego)).isEqualTo(moved);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x := data", "x := data[name]", "some k, v in data", "x := $\"{data.a}\""})
  void refusesWhatItCannotDivideAndNamesTheLine(String rego) {
    assertThatThrownBy(() -> names.module("package tagout\n\n" + rego))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("line 3: ");
  }

  @Test
  void takesNamesOnly() {
    assertThatThrownBy(() -> new RegoNamespace("a.b")).isInstanceOf(IllegalArgumentException.class);
  }
}
