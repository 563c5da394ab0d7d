package dev.tagout.platform.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.json.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HealthWatchTest {
  private static final Instant START = Instant.parse("2026-11-29T08:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private boolean ready = true;

  private final Clock clock =
      new Clock() {
        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return now.get();
        }
      };

  private HealthWatch watch(Part... parts) {
    return new HealthWatch(List.of(parts), () -> ready, clock, Duration.ofMillis(1));
  }

  private record Stated(String name, Supplier<List<Part.Impairment>> found) implements Part {
    @Override
    public List<Impairment> look() {
      return found.get();
    }
  }

  @Test
  void isWellWhileNothingIsImpaired() {
    // Given
    HealthWatch watch = watch(new Stated("kafka", List::of));

    // When
    watch.look();

    // Then
    assertThat(watch.health()).isEqualTo(new Health(Health.State.WELL, START, List.of()));
  }

  @Test
  void saysSinceWhenItSeesAnImpairment() {
    // Given
    HealthWatch watch =
        watch(
            new Stated("kafka", () -> Part.Impairment.of("away")),
            new Stated(
                "breakers",
                () ->
                    List.of(new Part.Impairment("internal", START.minusSeconds(600), "is open"))));

    // When
    watch.look();
    now.set(START.plus(Duration.ofMinutes(1)));
    watch.look();

    // Then
    Health health = watch.health();
    assertThat(health.state()).isEqualTo(Health.State.DEGRADED);
    assertThat(health.at()).isEqualTo(START.plusSeconds(60));
    assertThat(health.impaired())
        .containsExactly(
            new Health.Impaired("breakers", "internal", true, START.minusSeconds(600), "is open"),
            new Health.Impaired("kafka", null, true, START, "away"));
    JsonNode json = Json.toTree(health);
    assertThat(json.at("/state").asText()).isEqualTo("degraded");
    assertThat(json.at("/impaired/1").has("what")).isFalse();
  }

  @Test
  void forgetsSinceWhenWhatWasWellAgain() {
    // Given
    AtomicReference<List<Part.Impairment>> found =
        new AtomicReference<>(Part.Impairment.of("away"));
    HealthWatch watch = watch(new Stated("kafka", found::get));
    watch.look();
    found.set(List.of());
    watch.look();
    Health between = watch.health();
    now.set(START.plusSeconds(60));
    found.set(Part.Impairment.of("away"));

    // When
    watch.look();

    // Then
    assertThat(between.state()).isEqualTo(Health.State.WELL);
    assertThat(watch.health().impaired())
        .extracting(Health.Impaired::since)
        .containsExactly(START.plusSeconds(60));
  }

  @Test
  void knowsNothingOfAPartThatCannotBeLookedAtAndLooksAtTheOthers() {
    // Given
    HealthWatch watch =
        watch(
            new Stated(
                "outbox",
                () -> {
                  throw new IllegalStateException("no connection");
                }),
            new Stated("verdicts", () -> Part.Impairment.of("x".repeat(10_000))));

    // When
    watch.look();

    // Then
    assertThat(watch.health().impaired())
        .extracting(Health.Impaired::part, Health.Impaired::known)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("outbox", false),
            org.assertj.core.groups.Tuple.tuple("verdicts", true));
    assertThat(watch.health().impaired().getFirst().says()).contains("no connection");
    assertThat(watch.health().impaired().getLast().says()).hasSizeLessThan(1100);
  }

  @Test
  void isUnreadyAsReadinessSays() {
    // Given
    HealthWatch watch = watch();
    watch.look();

    // When
    ready = false;

    // Then
    assertThat(watch.health().state()).isEqualTo(Health.State.UNREADY);
  }

  @Test
  void isNotWellBeforeItHasLooked() {
    // Given
    HealthWatch watch = watch(new Stated("kafka", List::of));

    // When
    Health health = watch.health();

    // Then
    assertThat(health.state()).isEqualTo(Health.State.DEGRADED);
    assertThat(health.impaired())
        .containsExactly(
            new Health.Impaired(
                "health",
                null,
                false,
                START,
                "the parts were not looked at yet: how they are is not known"));
  }

  @Test
  @Timeout(30)
  void isNotWellForEverWhileALookHangs() throws InterruptedException {
    // Given
    CountDownLatch hangs = new CountDownLatch(2);
    HealthWatch watch =
        watch(
            new Stated(
                "outbox",
                () -> {
                  hangs.countDown();
                  return hangs.getCount() == 0 ? stuck() : List.of();
                }));
    watch.start(null);
    hangs.await();
    now.set(START.plusSeconds(30));
    Health soon = watch.health();
    now.set(START.plusSeconds(31));

    // When
    Health later = watch.health();

    // Then
    assertThat(soon.state()).isEqualTo(Health.State.WELL);
    assertThat(later.state()).isEqualTo(Health.State.DEGRADED);
    assertThat(later.at()).isEqualTo(START);
    assertThat(later.impaired())
        .containsExactly(
            new Health.Impaired(
                "health",
                "outbox",
                false,
                START,
                "the parts were last looked at 2026-11-29T08:00:00Z: what else stands here is of"
                    + " then, and how they are now is not known; a look at outbox has not ended"));
    watch.stop(null);
  }

  @Test
  @Timeout(30)
  void looksOnAfterAnErrorThatCannotEvenBeTold() throws InterruptedException {
    // Given
    CountDownLatch looks = new CountDownLatch(3);
    HealthWatch watch =
        watch(
            new Stated(
                "outbox",
                () -> {
                  looks.countDown();
                  throw new Unspeakable();
                }));

    // When
    watch.start(null);

    // Then
    looks.await();
    assertThat(watch.health().state()).isEqualTo(Health.State.DEGRADED);
    watch.stop(null);
  }

  private static List<Part.Impairment> stuck() {
    try {
      new CountDownLatch(1).await();
      return List.of();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Unspeakable extends Error {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new OutOfMemoryError("to tell it");
    }
  }
}
