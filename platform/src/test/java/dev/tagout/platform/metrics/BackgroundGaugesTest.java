package dev.tagout.platform.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BackgroundGaugesTest {
  private final MeterRegistry meters = new SimpleMeterRegistry();

  @Test
  void tellsWhatTheLastLookSawAndNoNumberWhileLooksFail() {
    // Given
    AtomicReference<Supplier<Integer>> look = new AtomicReference<>(() -> 7);
    BackgroundGauges.Watched<Integer> watched =
        new BackgroundGauges.Watched<Integer>(
                meters, "numbers", () -> look.get().get(), System::nanoTime, Duration.ofDays(1))
            .gauge("test.number", "A number", Tags.empty(), n -> n);
    double before = number();

    // When
    watched.look();
    double seen = number();
    look.set(
        () -> {
          throw new IllegalStateException("the database is away");
        });
    watched.look();
    double away = number();
    look.set(() -> 8);
    watched.look();

    // Then
    assertThat(before).isNaN();
    assertThat(seen).isEqualTo(7);
    assertThat(away).isNaN();
    assertThat(number()).isEqualTo(8);
  }

  @Test
  void looksByItselfAndGoesOnAfterAFailure() throws InterruptedException {
    // Given
    BackgroundGauges gauges = new BackgroundGauges(meters);
    CountDownLatch looks = new CountDownLatch(3);

    // When
    gauges.watch(
        "numbers",
        Duration.ofMillis(1),
        () -> {
          looks.countDown();
          throw new IllegalStateException("the database is away");
        });

    // Then
    looks.await();
    gauges.stop(null);
  }

  @Test
  void aScrapeDoesNotWaitForALook() throws InterruptedException {
    // Given
    BackgroundGauges gauges = new BackgroundGauges(meters);
    CountDownLatch looking = new CountDownLatch(1);
    gauges
        .watch("numbers", Duration.ofMillis(1), () -> stuck(looking))
        .gauge("test.number", "A number", Tags.empty(), n -> n);
    looking.await();

    // When
    double number = number();

    // Then
    assertThat(number).isNaN();
    gauges.stop(null);
  }

  @Test
  void tellsNoNumberOnceTheNextLookHangs() throws InterruptedException {
    // Given
    AtomicLong nanos = new AtomicLong();
    BackgroundGauges gauges = new BackgroundGauges(meters, nanos::get);
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch second = new CountDownLatch(1);
    gauges
        .watch(
            "numbers",
            Duration.ofMillis(1),
            () -> {
              if (first.getCount() > 0) {
                first.countDown();
                return 7;
              }
              return stuck(second);
            })
        .gauge("test.number", "A number", Tags.empty(), n -> n);
    second.await();
    nanos.set(Duration.ofSeconds(15).toNanos());
    double soon = number();

    // When
    nanos.set(Duration.ofSeconds(15).plusMillis(4).toNanos());
    double later = number();

    // Then
    assertThat(soon).isEqualTo(7);
    assertThat(later).isNaN();
    gauges.stop(null);
  }

  private double number() {
    return meters.get("test.number").gauge().value();
  }

  private static Integer stuck(CountDownLatch looking) {
    looking.countDown();
    try {
      new CountDownLatch(1).await();
      return 1;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
