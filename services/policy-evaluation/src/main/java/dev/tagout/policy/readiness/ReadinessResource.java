package dev.tagout.policy.readiness;

import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.json.Json;
import dev.tagout.policy.bundle.ActivePolicy;
import dev.tagout.policy.bundle.LoadedPolicy;
import dev.tagout.policy.database.Database;
import dev.tagout.policy.database.Pages;
import dev.tagout.policy.decision.DecisionHistory;
import dev.tagout.policy.impact.Since;
import dev.tagout.policy.page.Limit;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;

/** How far a site is from enforcing, over HTTP. */
@Path("/v1/policies/readiness")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ReadinessResource {
  private final Database database;
  private final DecisionHistory history;
  private final ActivePolicy policies;
  private final Clock clock;

  ReadinessResource(
      Database database, DecisionHistory history, ActivePolicy policies, Clock clock) {
    this.database = database;
    this.history = history;
    this.policies = policies;
    this.clock = clock;
  }

  /**
   * Who would be refused, and why.
   *
   * @param since a duration such as {@code 30d}, which is the default, or an instant
   * @param limit how many VMs are listed
   */
  @Operation(
      operationId = "getReadiness",
      summary = "Who would be refused if the policies were enforced, and why")
  @GET
  public Readiness readiness(@RestQuery String since, @RestQuery Integer limit) {
    Instant now = clock.instant();
    Instant from = Since.of(since, now);
    LoadedPolicy policy = policies.current();
    ReadinessTally tally = new ReadinessTally(policy.tiers(), sleeping(policy), Limit.of(limit));
    verdicts(tally);
    history
        .between(from, now, Outcome.DENIED)
        .forEachRemaining(recorded -> tally.denied(Json.read(recorded.body(), Decision.class)));
    return tally.readiness(policy.revision(), from, now);
  }

  private static SortedMap<String, Boolean> sleeping(LoadedPolicy policy) {
    SortedMap<String, Boolean> sleeping = new TreeMap<>();
    policy.catalogue().rules().forEach(rule -> sleeping.put(rule.rule(), rule.isSleeping()));
    return sleeping;
  }

  private void verdicts(ReadinessTally tally) {
    new Pages<Row>(last -> page(last == null ? "" : last.vm()))
        .forEachRemaining(row -> tally.verdict(Json.read(row.body(), Decision.class), row.owner()));
  }

  private List<Row> page(String after) {
    return database.call(
        on ->
            on.rows(
                "SELECT v.vm_id, v.body::text,"
                    + " coalesce(vm.assignment ->> 'owner', f.body ->> 'owner')"
                    + " FROM verdict v JOIN vm ON vm.id = v.vm_id"
                    + " LEFT JOIN fact f ON f.kind = 'VM' AND f.subject = v.vm_id"
                    + " AND f.fact_group = 'configuration'"
                    + " WHERE v.vm_id > ? ORDER BY v.vm_id LIMIT "
                    + Pages.SIZE,
                row -> new Row(row.getString(1), row.getString(2), row.getString(3)),
                after));
  }

  private record Row(String vm, String body, String owner) {}
}
