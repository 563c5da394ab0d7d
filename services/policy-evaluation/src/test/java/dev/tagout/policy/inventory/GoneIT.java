package dev.tagout.policy.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.contracts.id.Ids;
import dev.tagout.lab.infrastructure.Infrastructure;
import dev.tagout.policy.PolicyPack;
import dev.tagout.policy.Service;
import dev.tagout.policy.database.Database;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is judged anew when something changes on a host. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
@WithTestResource(PolicyPack.class)
class GoneIT {
  @Inject Service service;
  @Inject Database database;

  private final String host = "test:" + Ids.next();

  @BeforeEach
  void aHost() {
    service.awaitReady();
    database.call(on -> on.update("INSERT INTO host (id) VALUES (?)", host));
  }

  @Test
  void aHostDoesNotDragAlongThoseThatLeftItLongAgo() {
    // Given
    String there = place("DEFINED", Duration.ofDays(30));
    String gone = place("GONE", Duration.ofHours(1));
    place("GONE", Duration.ofDays(2));

    // When
    List<String> marked =
        database.call(
            on -> on.rows("SELECT unnest(vms_on(ARRAY[?]))", row -> row.getString(1), host));

    // Then
    assertThat(marked).containsExactlyInAnyOrder(there, gone);
  }

  private String place(String state, Duration ago) {
    String vm = "test:" + Ids.next();
    database.call(on -> on.update("INSERT INTO vm (id) VALUES (?)", vm));
    database.call(
        on ->
            on.update(
                "INSERT INTO placement (vm_id, host_id, state, observed_at, event_id, course)"
                    + " VALUES (?, ?, ?, ?, 'test', '{}')",
                vm,
                host,
                state,
                Instant.now().minus(ago)));
    return vm;
  }
}
