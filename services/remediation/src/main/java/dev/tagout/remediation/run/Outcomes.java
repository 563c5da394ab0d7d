package dev.tagout.remediation.run;

import dev.tagout.contracts.finding.Finding;
import dev.tagout.contracts.finding.RemediationFinding;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.remediation.RemediationOutcome;
import dev.tagout.contracts.topic.MessageType;
import dev.tagout.contracts.topic.Topic;
import dev.tagout.platform.log.LogKey;
import dev.tagout.platform.outbox.OutboxRelay;
import dev.tagout.platform.trace.TraceParent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Tells what became of runs: to Kafka, by way of the outbox; to the log; to the metrics. */
@ApplicationScoped
class Outcomes {
  private static final Logger LOG = Logger.getLogger(Outcomes.class);
  private static final String SOURCE = "/remediation";
  private static final String FINDINGS_SOURCE = "/remediation/findings";

  /** What {@link RemediationOutcome} takes. */
  private static final int LONGEST_REASON = 2000;

  private static final String INSERT =
      """
      INSERT INTO outbox (topic, record_key, ce_id, ce_type, ce_source, ce_time, payload, traceparent)
      VALUES (:topic, :key, :id, :type, :source, :time, cast(:payload AS jsonb), cast(:traceparent AS text))
      """;

  private final EntityManager database;
  private final OutboxRelay relay;
  private final RunMeters meters;
  private final Clock clock;

  Outcomes(EntityManager database, OutboxRelay relay, RunMeters meters, Clock clock) {
    this.database = database;
    this.relay = relay;
    this.meters = meters;
    this.clock = clock;
  }

  /**
   * Writes the messages of a run that ended or is held: the outcome, and the event for the SIEM.
   * Needs the run's transaction.
   */
  void write(Run run) {
    RemediationOutcome outcome = outcome(run);
    Instant time = outcome.endedAt() == null ? clock.instant() : outcome.endedAt();
    String id = id(run);
    put(
        Topic.REMEDIATION_OUTCOMES,
        SOURCE,
        run,
        id,
        MessageType.REMEDIATION_OUTCOME,
        time,
        outcome);
    Finding finding = RemediationFinding.of(outcome, id, time);
    put(
        Topic.FINDINGS,
        FINDINGS_SOURCE,
        run,
        finding.id(),
        MessageType.FINDING,
        finding.at(),
        finding.event());
  }

  private void put(
      Topic topic, String source, Run run, String id, String type, Instant time, Object payload) {
    database
        .createNativeQuery(INSERT)
        .setParameter("topic", topic.name())
        .setParameter("key", run.vm().value())
        .setParameter("id", id)
        .setParameter("type", type)
        .setParameter("source", source)
        .setParameter("time", time)
        .setParameter("payload", Json.text(payload))
        .setParameter("traceparent", step(run).map(TraceParent::text).orElse(null))
        .executeUpdate();
  }

  /**
   * The step at hand when it belongs to what began the run, else what began it: a person who
   * approves a run, for one, comes with a trace of their own.
   */
  private static Optional<TraceParent> step(Run run) {
    return run.cause()
        .map(
            cause ->
                TraceParent.current()
                    .filter(here -> here.traceId().equals(cause.traceId()))
                    .orElse(cause));
  }

  /** To be called when the messages of these runs are committed. */
  void committed(List<Run> runs) {
    if (runs.isEmpty()) {
      return;
    }
    relay.wake();
    runs.forEach(this::tell);
  }

  private void tell(Run run) {
    RunState state = run.state();
    LOG.infof(
        "%s %s of %s: %s %s %s %s",
        LogKey.OUTCOME.is(word(state.status())),
        word(run.trigger()),
        LogKey.VM_ID.is(run.vm()),
        LogKey.HOST_ID.is(run.host()),
        LogKey.RUN_ID.is(run.id()),
        LogKey.DECISION_ID.is(run.decision()),
        LogKey.REASON.is(state.reason()));
    meters.count(run);
  }

  private static RemediationOutcome outcome(Run run) {
    RunState state = run.state();
    Optional<Duration> exposure =
        state instanceof RunState.Succeeded succeeded ? succeeded.exposure() : Optional.empty();
    return new RemediationOutcome(
        run.id(),
        run.decision(),
        run.vm(),
        run.host(),
        run.trigger(),
        run.action(),
        state.status(),
        clip(state.reason()),
        run.attempts(),
        run.startedAt(),
        state instanceof RunState.Ended ended ? ended.endedAt() : null,
        exposure.map(Duration::toMillis).orElse(null),
        run.people().hold(),
        run.people().approvedBy(),
        run.people().cancelledBy());
  }

  /**
   * The same message has the same id. A run comes to each of these states once, except that it may
   * have to wait more than once.
   */
  private static String id(Run run) {
    String id = run.id() + "/" + word(run.state().status());
    boolean waitsAgain = run.state() instanceof RunState.Held && run.people().holds() > 1;
    return waitsAgain ? id + "/" + run.people().holds() : id;
  }

  private static String clip(String reason) {
    return reason.length() <= LONGEST_REASON
        ? reason
        : reason.substring(0, LONGEST_REASON - 1) + "…";
  }

  /** As the contracts spell it. */
  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
