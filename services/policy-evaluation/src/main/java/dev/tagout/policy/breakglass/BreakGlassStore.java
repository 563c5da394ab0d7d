package dev.tagout.policy.breakglass;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.finding.ChangeFinding;
import dev.tagout.contracts.id.BreakGlassId;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.Ids;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.policy.BreakGlass;
import dev.tagout.contracts.policy.BreakGlassChange;
import dev.tagout.contracts.policy.BreakGlassChanged;
import dev.tagout.contracts.policy.BreakGlassState;
import dev.tagout.contracts.topic.MessageType;
import dev.tagout.contracts.topic.Topic;
import dev.tagout.platform.log.LogKey;
import dev.tagout.platform.problem.ProblemException;
import dev.tagout.policy.approval.Approval;
import dev.tagout.policy.database.Database;
import dev.tagout.policy.database.Statements;
import dev.tagout.policy.message.Messages;
import dev.tagout.policy.page.Page;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Break-glass as it is stored. Each change is one transaction with its entry in the history and its
 * message. A use is committed with the decision that it admits, by {@code
 * commit_break_glass_review}.
 */
@ApplicationScoped
public class BreakGlassStore {
  private static final Logger LOG = Logger.getLogger(BreakGlassStore.class);

  /** The counter of changes. */
  static final String CHANGES = "tagout.break.glass.changes";

  private final Database database;
  private final MeterRegistry meters;

  BreakGlassStore(Database database, MeterRegistry meters) {
    this.database = database;
    this.meters = meters;
  }

  /**
   * Which of them. What is null does not matter.
   *
   * @param after id of the one after which the page begins
   */
  record Filter(VmId vm, BreakGlassState state, BreakGlassId after) {}

  /** Looks at one that nobody else can change meanwhile, and says what becomes of it. */
  @FunctionalInterface
  interface Step {
    void check(BreakGlass glass);
  }

  /**
   * By which a start of a VM on a host can be admitted now; whether it still can is asked again
   * when the decision commits. One that was used is among them while its start was not seen.
   */
  public Optional<BreakGlass> admitting(VmId vm, HostId host, Instant now) {
    JsonNode found = database.call(on -> on.json("SELECT break_glass_for(?, ?, ?)", vm, host, now));
    return found.isNull() ? Optional.empty() : Optional.of(Json.fromTree(found, BreakGlass.class));
  }

  /**
   * Commits a decision that it admits, and with it that it is used.
   *
   * @param review what {@code commit_review} takes, and the traceparent
   * @return false, and nothing has changed, when it does not admit any more, or what the decision
   *     rests on is not the newest
   */
  public boolean commitUse(Statements on, BreakGlass glass, Decision decision, Object... review)
      throws SQLException {
    List<Object> parameters = new ArrayList<>();
    parameters.add(glass.id());
    parameters.add(messages(useOf(glass, decision)));
    parameters.addAll(Arrays.asList(review));
    String effect =
        on.first(
                "SELECT commit_break_glass_review(?::uuid, ?::jsonb, ?::bigint, ?::bigint,"
                    + " ?, ?, ?::jsonb, ?::jsonb, ?::timestamptz, ?::jsonb) FROM trace_all(?)",
                row -> row.getString(1),
                parameters.toArray())
            .orElseThrow();
    if (effect.equals("used")) {
      meters.counter(CHANGES, "change", effect).increment();
    }
    if (!effect.equals("outdated")) {
      LOG.warnf(
          "break-glass %s %s %s %s",
          effect,
          LogKey.BREAK_GLASS_ID.is(glass.id()),
          LogKey.VM_ID.is(glass.vm()),
          LogKey.DECISION_ID.is(decision.decisionId()));
    }
    return !effect.equals("outdated");
  }

  private static BreakGlassChanged useOf(BreakGlass glass, Decision decision) {
    return new BreakGlassChanged(
        BreakGlassChange.USED,
        decision.decidedAt(),
        decision.requestedBy(),
        glass.used(decision.decisionId(), decision.host().id(), decision.decidedAt()));
  }

  Page<BreakGlass> find(Filter filter, int limit, Instant now) {
    List<BreakGlass> rows =
        database.call(
            on ->
                on.rows(
                    "SELECT break_glass_json(g, ?) FROM break_glass g"
                        + " WHERE (?::text IS NULL OR g.vm_id = ?)"
                        + " AND (?::text IS NULL OR break_glass_state(g, ?) = ?)"
                        + " AND (?::uuid IS NULL OR (g.requested_at, g.id) <"
                        + " (SELECT requested_at, id FROM break_glass WHERE id = ?::uuid))"
                        + " ORDER BY g.requested_at DESC, g.id DESC LIMIT ?",
                    row -> glass(row.getString(1)),
                    now,
                    filter.vm(),
                    filter.vm(),
                    Statements.word(filter.state()),
                    now,
                    Statements.word(filter.state()),
                    filter.after(),
                    filter.after(),
                    limit + 1));
    return Page.of(rows, limit, glass -> glass, glass -> glass.id().value());
  }

  Optional<BreakGlass> find(BreakGlassId id, Instant now) {
    return database.call(on -> find(on, id, now, ""));
  }

  /** What was done with it, oldest first. */
  List<BreakGlassChanged> history(BreakGlassId id) {
    return database.call(
        on ->
            on.rows(
                "SELECT jsonb_build_object('change', change, 'changedAt', changed_at,"
                    + " 'changedBy', changed_by, 'breakGlass', break_glass)"
                    + " FROM break_glass_event WHERE break_glass_id = ?::uuid ORDER BY id",
                row -> Json.read(row.getString(1), BreakGlassChanged.class),
                id));
  }

  /**
   * @param until when it can be approved at the latest, excluded
   * @throws ContractViolation when its VM or host is not known
   */
  BreakGlass request(BreakGlassRequest asked, int minutes, String by, Instant now, Instant until) {
    BreakGlassId id = BreakGlassId.next();
    return database.transaction(
        on -> {
          Approval.requireKnown(on, "vm", asked.vm());
          Approval.requireKnown(on, "host", asked.host());
          on.update(
              "INSERT INTO break_glass (id, vm_id, host_id, reason, ticket, minutes, requested_by,"
                  + " requested_at, expires_at) VALUES (?::uuid, ?, ?, ?, ?, ?, ?, ?, ?)",
              id,
              asked.vm(),
              asked.host(),
              asked.reason(),
              asked.ticket(),
              minutes,
              by,
              now,
              until);
          return recorded(on, id, BreakGlassChange.REQUESTED, by, now);
        });
  }

  /** Approves it, from now on for its minutes; the step may refuse by what it throws. */
  BreakGlass approve(BreakGlassId id, String by, Instant now, Step step) {
    return database.transaction(
        on -> {
          BreakGlass glass = locked(on, id, now);
          step.check(glass);
          on.update(
              "UPDATE break_glass SET approved_by = ?, approved_at = ?, expires_at = ?"
                  + " WHERE id = ?::uuid",
              by,
              now,
              now.plus(Duration.ofMinutes(glass.minutes())),
              id);
          return recorded(on, id, BreakGlassChange.APPROVED, by, now);
        });
  }

  /** Takes it back; the step may refuse by what it throws. */
  BreakGlass revoke(BreakGlassId id, String reason, String by, Instant now, Step step) {
    return database.transaction(
        on -> {
          step.check(locked(on, id, now));
          on.update(
              "UPDATE break_glass SET revoked_by = ?, revoked_at = ?, revoke_reason = ?"
                  + " WHERE id = ?::uuid",
              by,
              now,
              reason,
              id);
          return recorded(on, id, BreakGlassChange.REVOKED, by, now);
        });
  }

  private static BreakGlass locked(Statements on, BreakGlassId id, Instant now)
      throws SQLException {
    return find(on, id, now, " FOR UPDATE")
        .orElseThrow(() -> ProblemException.notFound("break-glass", id));
  }

  private static Optional<BreakGlass> find(Statements on, BreakGlassId id, Instant now, String lock)
      throws SQLException {
    return on.first(
        "SELECT break_glass_json(g, ?) FROM break_glass g WHERE id = ?::uuid" + lock,
        row -> glass(row.getString(1)),
        now,
        id);
  }

  private static BreakGlass recorded(
      Statements on, BreakGlassId id, BreakGlassChange change, String by, Instant now)
      throws SQLException {
    BreakGlass glass = find(on, id, now, "").orElseThrow();
    on.update(
        "INSERT INTO break_glass_event (break_glass_id, change, changed_by, changed_at,"
            + " break_glass) VALUES (?::uuid, ?, ?, ?, ?::jsonb)",
        id,
        Statements.word(change),
        by,
        now,
        Json.toTree(glass));
    on.json("SELECT put_outbox(?::jsonb)", messages(new BreakGlassChanged(change, now, by, glass)));
    return glass;
  }

  private static ArrayNode messages(BreakGlassChanged changed) {
    String id = Ids.next();
    return new Messages()
        .add(
            Topic.POLICIES,
            changed.breakGlass().id().value(),
            id,
            MessageType.BREAK_GLASS_CHANGED,
            "break-glass",
            changed.changedAt(),
            changed)
        .add(ChangeFinding.of(changed, id))
        .json();
  }

  private static BreakGlass glass(String json) {
    return Json.read(json, BreakGlass.class);
  }
}
