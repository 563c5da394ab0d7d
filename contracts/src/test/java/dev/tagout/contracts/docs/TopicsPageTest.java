package dev.tagout.contracts.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.contracts.topic.Topic;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TopicsPageTest {
  @Test
  void pageIsCurrent() throws IOException {
    // Given
    StringBuilder page = new StringBuilder(ReferencePage.heading("Topics", "the catalogue Topic"));
    page.append(
        "CloudEvents 1.0 in binary mode, JSON values. What is in a value: [events](events.md). A"
            + " consumer puts a\nrecord that it cannot process into the topic's dead letters, as it"
            + " came, with the reason in headers\n`tagout_dead_letter_*`. In a compacted topic a"
            + " record without a value says that its key is gone.\n\n");
    page.append("| topic | content | made by | key | kept | dead letters |\n");
    page.append("|---|---|---|---|---|---|\n");
    for (Topic topic : Topic.values()) {
      page.append(
          "| `%s` | %s | %s | %s | %s | `%s` |\n"
              .formatted(
                  topic.topicName(),
                  ReferencePage.cell(topic.content()),
                  topic.maker(),
                  topic.key(),
                  topic.retention().map(d -> d.toDays() + " days").orElse("compacted"),
                  topic.deadLetterName()));
    }
    page.append("\n| topic | message types |\n|---|---|\n");
    for (Topic topic : Topic.values()) {
      List<String> types = topic.messageTypes();
      page.append(
          "| `%s` | %s |\n"
              .formatted(
                  topic.topicName(),
                  types.isEmpty()
                      ? "no CloudEvents: the maker's own format"
                      : types.stream().map(t -> "`" + t + "`").collect(Collectors.joining(", "))));
    }

    // When
    String made = page.toString();

    // Then
    ReferencePage.check("topics.md", made);
  }

  @Test
  void everyTopicHasItsDeadLettersAndIsCompactedOrForgets() {
    // When
    List<String> names =
        Arrays.stream(Topic.values())
            .flatMap(t -> List.of(t.topicName(), t.deadLetterName()).stream())
            .toList();

    // Then
    assertThat(names).doesNotHaveDuplicates().allMatch(n -> n.startsWith("tagout."));
    assertThat(Topic.values()).filteredOn(Topic::compacted).containsExactly(Topic.VERDICTS);
  }
}
