package dev.tagout.lab.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.lab.infrastructure.Checkout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A short run: parts are killed, paused and cut off for real, and nothing may be lost. */
class ChaosE2E {
  private static final long SEED = 7;
  private static final Checkout CHECKOUT = Checkout.current();

  @Test
  void everyInvariantHoldsAfterFaults() throws InterruptedException {
    // Given
    Path target = CHECKOUT.root().resolve("lab/world/target");
    Chaos chaos = new Chaos(CHECKOUT, target.resolve("chaos"), System.out);

    // When
    // How soon it recovers is measured by a run of its own: here, whatever else goes on counts.
    List<String> broken =
        chaos.run(
            new Chaos.Plan(
                SEED,
                Duration.ZERO,
                Duration.ofSeconds(30),
                Duration.ofMillis(4500),
                200,
                Duration.ofMinutes(1),
                whereLibvirtIs(),
                Set.of()),
            target.resolve("chaos/result.json"));

    // Then
    assertThat(broken).isEmpty();
  }

  private static Set<Chaos.Extra> whereLibvirtIs() {
    return "qemu:///system".equals(System.getenv("TAGOUT_TEST_LIBVIRT"))
        ? Set.of(Chaos.Extra.LIBVIRT)
        : Set.of();
  }
}
