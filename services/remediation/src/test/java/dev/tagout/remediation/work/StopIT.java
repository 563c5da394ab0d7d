package dev.tagout.remediation.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tagout.remediation.RemediationConfig;
import dev.tagout.remediation.world.Site;
import dev.tagout.remediation.world.ToBeStopped;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What is said to all parts when the service stops is said here, while it still answers. */
@QuarkusTest
@TestProfile(ToBeStopped.class)
class StopIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Inject RemediationConfig config;
  @Inject Event<ShutdownEvent> event;

  @Test
  void bringsAnActionInHandToItsEndBeforeTheWayToTheHypervisorIsClosed() throws Exception {
    try (Site site = new Site(config.policyEvaluation().url())) {
      // Given
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch goOn = new CountDownLatch(1);
      var verdict = site.bypass();
      site.hypervisor()
          .before(
              site.vm(),
              () -> {
                begun.countDown();
                await("leave to go on").atMost(PATIENCE).until(() -> goOn.getCount() == 0);
              });
      site.decides(verdict);
      begun.await();
      int closedBefore = site.hypervisor().closings().size();

      // When
      Thread stopping = Thread.ofPlatform().start(() -> event.fire(new ShutdownEvent()));
      await("the worker that waits, or a hypervisor that is closed")
          .atMost(PATIENCE)
          .until(() -> waits(stopping) || site.hypervisor().closings().size() > closedBefore);
      goOn.countDown();
      stopping.join();

      // Then
      assertThat(site.hypervisor().closings().subList(closedBefore, closedBefore + 1))
          .containsExactly(0);
      assertThat(site.statuses("run-1")).containsExactly("succeeded");
    }
  }

  private static boolean waits(Thread stopping) {
    return Arrays.stream(stopping.getStackTrace())
        .anyMatch(
            frame ->
                frame.getClassName().equals(Worker.class.getName())
                    && frame.getMethodName().equals("stop"));
  }
}
