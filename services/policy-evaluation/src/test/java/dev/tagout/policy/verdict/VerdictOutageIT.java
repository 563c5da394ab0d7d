package dev.tagout.policy.verdict;

import static org.awaitility.Awaitility.await;

import dev.tagout.lab.infrastructure.Infrastructure;
import dev.tagout.lab.infrastructure.TestServers;
import dev.tagout.policy.PolicyPack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.sql.Connection;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A database that goes away in the middle of a verdict does not hold it up for a whole lease. */
@QuarkusTest
@TestProfile(VerdictOutageIT.OwnService.class)
@WithTestResource(Infrastructure.class)
@WithTestResource(PolicyPack.class)
class VerdictOutageIT extends ClaimTesting {

  /** So that no other test has its marks. */
  public static final class OwnService extends LongLease {}

  @Test
  void whatWasClaimedIsJudgedWhenTheDatabaseIsBack() throws Exception {
    // Given
    TestServers servers = TestServers.current();
    try (Connection held = source.getConnection()) {
      holdAllClaimed(held);

      // When
      servers.stopPostgres();
    } finally {
      servers.startPostgres();
    }

    // Then
    await("all judged").atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> due() == 0);
  }
}
