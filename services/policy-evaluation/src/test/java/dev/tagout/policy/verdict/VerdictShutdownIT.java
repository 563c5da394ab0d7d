package dev.tagout.policy.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tagout.lab.infrastructure.Infrastructure;
import dev.tagout.policy.PolicyPack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who stops leaves nothing claimed. */
@QuarkusTest
@TestProfile(VerdictShutdownIT.OwnService.class)
@WithTestResource(Infrastructure.class)
@WithTestResource(PolicyPack.class)
class VerdictShutdownIT extends ClaimTesting {

  /** Stopped by its only test, so no other may have it. */
  public static final class OwnService extends LongLease {}

  @Inject VerdictWorker worker;

  @Test
  void whatIsClaimedAndNotJudgedIsGivenBack() throws Exception {
    // Given
    Thread stopping;
    try (Connection held = source.getConnection()) {
      holdManyClaimed(held);

      // When
      stopping = Thread.ofPlatform().start(this::stop);
      await("waits for its judges").until(() -> stopping.getState() == Thread.State.TIMED_WAITING);
      held.rollback();
    }
    stopping.join(Duration.ofSeconds(30));

    // Then
    assertThat(claimed()).isZero();
    assertThat(due()).isPositive();
  }

  private void stop() {
    try {
      worker.stop(null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
