package dev.tagout.lab.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tagout.lab.infrastructure.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyWatchTest {

  @TempDir Path directory;

  private final List<String> said = new CopyOnWriteArrayList<>();

  private WorldSettings settings;
  private Path rule;

  @BeforeEach
  void makePolicies() throws IOException {
    StandInCheckout.policies(directory.resolve("policies"));
    settings = WorldSettings.in(new Checkout(directory), Ports.free());
    rule = directory.resolve("policies/rule.rego");
  }

  private PolicyWatch start() {
    return PolicyWatch.start(new PolicyBundle(settings), said::add);
  }

  @Test
  void buildsAgainWhenAPolicyIsChanged() throws IOException {
    // Given
    try (var watch = start()) {

      // When
      Files.writeString(rule, "another");

      // Then
      await("the new revision").until(() -> said.contains("policies: revision another"));
      assertThat(settings.bundle()).hasContent("another");
      assertThat(watch).isNotNull();
    }
  }

  @Test
  void keepsTheBundleAndSaysWhereTheErrorIs() throws IOException {
    // Given
    try (var watch = start()) {

      // When
      Files.writeString(rule, "broken");

      // Then
      await("the complaint").until(() -> said.size() > 1);
      assertThat(said)
          .containsExactly(
              "policies: revision one",
              """
              policies: not built, revision one stays
                rule.rego:1: rego_parse_error""");
      assertThat(settings.bundle()).hasContent("one");
      assertThat(watch).isNotNull();
    }
  }

  @Test
  void doesNotStartWithPoliciesThatDoNotBuild() throws IOException {
    // Given
    Files.writeString(rule, "broken");

    // When, Then
    assertThatThrownBy(this::start)
        .isInstanceOf(WorldException.class)
        .hasMessageContaining("rule.rego:1: rego_parse_error");
  }
}
