package dev.tagout.policy.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.id.VmId;
import dev.tagout.platform.outbox.OutboxRelay;
import dev.tagout.platform.problem.ProblemException;
import dev.tagout.policy.database.Database;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestPath;

/** The standing verdict over HTTP. */
@Path("/v1/vms/{id}/verdict")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class VerdictResource {
  /** So often a verdict is worked out here before whoever keeps changing its facts has to wait. */
  private static final int ATTEMPTS = 5;

  private final Database database;
  private final StandingVerdicts verdicts;
  private final OutboxRelay outbox;
  private final Clock clock;

  VerdictResource(Database database, StandingVerdicts verdicts, OutboxRelay outbox, Clock clock) {
    this.database = database;
    this.verdicts = verdicts;
    this.outbox = outbox;
    this.clock = clock;
  }

  /**
   * The verdict as it stands now: remediation asks before it stops a VM. What a change has marked
   * and nobody has judged yet is judged first.
   */
  @GET
  public JsonNode show(@RestPath String id) {
    VmId vm = new VmId(id);
    judgeWhatIsMarked(vm);
    JsonNode verdict = database.call(on -> on.json("SELECT body FROM verdict WHERE vm_id = ?", vm));
    if (verdict.isNull()) {
      throw ProblemException.notFound("verdict for VM", id);
    }
    return verdict;
  }

  private void judgeWhatIsMarked(VmId vm) {
    for (int attempt = 0; attempt < ATTEMPTS && verdicts.canJudge(); attempt++) {
      Optional<Long> generation =
          database.call(
              on ->
                  on.first(
                      "SELECT generation FROM mark WHERE vm_id = ? AND due_at <= ?",
                      row -> row.getLong(1),
                      vm,
                      clock.instant()));
      if (generation.isEmpty()) {
        return;
      }
      if (verdicts.judge(vm, generation.get())) {
        outbox.wake();
      }
    }
  }
}
