package dev.tagout.lab.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsPageTest {
  private static final String SCRAPE =
      """
      # HELP tagout_shown_total x
      # TYPE tagout_shown_total counter
      tagout_shown_total{topic="a\\"}b"} 1.0
      # TYPE tagout_took_seconds histogram
      tagout_took_seconds_bucket{outcome="x",le="0.1"} 1
      tagout_took_seconds_count{outcome="x"} 1
      tagout_took_seconds_sum{outcome="x"} 0.1
      # TYPE tagout_took_seconds_max gauge
      tagout_took_seconds_max{outcome="x"} 0.1
      # TYPE jvm_threads gauge
      jvm_threads 4.0
      """;

  @TempDir Path root;

  @BeforeEach
  void sources() throws IOException {
    Files.createDirectories(root.resolve("docs/operations"));
    Files.createDirectories(root.resolve("src"));
    Files.writeString(root.resolve("src/A.java"), "counter(\"tagout.rare\")");
  }

  @Test
  void findsNothingWhereAllIsSaid() throws IOException {
    // Given
    page(
        "| `tagout_shown_total` | counter | gate | `topic` | x |",
        "| `tagout_took_seconds` | histogram, s | gate, other | `outcome` | x |",
        "| `tagout_rare_total` | counter | gate | | not shown before the first one |",
        "| `tagout_of_others` | gauge | other | | x |");

    // When
    List<String> differences = differences();

    // Then
    assertThat(differences).isEmpty();
  }

  @Test
  void findsEachWayOfBeingWrong() throws IOException {
    // Given
    page(
        "| `tagout_shown_total` | gauge | gate | | x |",
        "| `tagout_took_seconds` | histogram, s | other | `outcome` | x |",
        "| `tagout_gone_total` | counter | gate | | x |");

    // When
    List<String> differences = differences();

    // Then
    assertThat(differences)
        .containsExactlyInAnyOrder(
            "tagout_shown_total is a counter, on the page a gauge",
            "tagout_shown_total has the labels [topic], on the page []",
            "tagout_took_seconds is shown by gate and not on the page",
            "tagout_gone_total is on the page, and gate does not have it");
  }

  private List<String> differences() {
    return MetricsPage.of(new Checkout(root))
        .differences("gate", SCRAPE, List.of(root.resolve("src")));
  }

  private void page(String... rows) throws IOException {
    Files.writeString(
        root.resolve("docs/operations/metrics.md"),
        "| metric | type | services | labels | |\n|---|---|---|---|---|\n"
            + String.join("\n", rows));
  }
}
