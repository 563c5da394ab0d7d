package dev.tagout.lab.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ModelTest {
  private static final String VM = "simulator:vm-00";
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  @Test
  void keepsTheNewestWhateverComesLast() {
    // Given
    Model model = new Model();

    // When
    model.accepted(Event.scan(new UUID(0, 1), VM, NOON, List.of("KB2")));
    model.accepted(Event.scan(new UUID(0, 2), VM, NOON.minusSeconds(1), List.of("KB1")));

    // Then
    assertThat(model.facts().get(VM).get("patch").data().toString()).contains("KB2");
  }

  @Test
  void keepsTheGreaterIdOfTwoAtOneTime() {
    // Given
    Model model = new Model();

    // When
    model.accepted(Event.scan(new UUID(0, 2), VM, NOON, List.of("KB2")));
    model.accepted(Event.scan(new UUID(0, 1), VM, NOON, List.of("KB1")));

    // Then
    assertThat(model.facts().get(VM).get("patch").eventId()).isEqualTo("" + new UUID(0, 2));
  }

  @Test
  void saysTheSameForEveryOrderAndForDoubles() {
    // Given
    Random random = new Random(7);
    List<Event> events =
        new ArrayList<>(
            IntStream.range(0, 50)
                .mapToObj(
                    i ->
                        Event.scan(
                            new UUID(random.nextLong(), i),
                            VM,
                            NOON.plusSeconds(random.nextInt(10)),
                            List.of("KB" + i)))
                .toList());
    Model once = new Model();
    events.forEach(once::accepted);

    // When
    Collections.shuffle(events, random);
    Model shuffled = new Model();
    events.forEach(shuffled::accepted);
    events.subList(0, 20).forEach(shuffled::accepted);

    // Then
    assertThat(shuffled.facts()).isEqualTo(once.facts());
    assertThat(shuffled.acceptedCount()).isEqualTo(50);
  }
}
