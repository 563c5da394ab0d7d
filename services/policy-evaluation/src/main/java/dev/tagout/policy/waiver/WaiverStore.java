package dev.tagout.policy.waiver;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.tagout.contracts.finding.ChangeFinding;
import dev.tagout.contracts.id.Ids;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.id.WaiverId;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.policy.Waiver;
import dev.tagout.contracts.policy.WaiverChange;
import dev.tagout.contracts.policy.WaiverChanged;
import dev.tagout.contracts.policy.WaiverState;
import dev.tagout.contracts.topic.MessageType;
import dev.tagout.contracts.topic.Topic;
import dev.tagout.platform.problem.ProblemException;
import dev.tagout.policy.approval.Approval;
import dev.tagout.policy.database.Database;
import dev.tagout.policy.database.Statements;
import dev.tagout.policy.evaluation.Waivers;
import dev.tagout.policy.message.Messages;
import dev.tagout.policy.page.Page;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The waivers as they are stored. Each change is one transaction with its entry in the history, its
 * message and the marks of the VMs whose verdict it may change.
 */
@ApplicationScoped
public class WaiverStore {
  private static final String COLUMNS =
      "(id, rules, vm_id, selector, host_id, reason, ticket, owner, requested_by, requested_at,"
          + " starts_at, expires_at)";

  private final Database database;

  WaiverStore(Database database) {
    this.database = database;
  }

  /**
   * Which waivers. What is null does not matter.
   *
   * @param vm those whose scope can hold for this VM, on whatever host
   * @param after id of the waiver after which the page begins
   */
  record Filter(VmId vm, String rule, WaiverState state, WaiverId after) {}

  /** Looks at the waiver, which nobody else can change meanwhile, and says what becomes of it. */
  @FunctionalInterface
  interface Step {
    void check(Waiver waiver);
  }

  /**
   * All that were approved and hold at some time between two instants, the revoked ones too: what a
   * replay of the decisions of that time needs. See {@link Waivers#asOf}.
   */
  public Waivers between(Instant since, Instant until) {
    return new Waivers(
        database.call(
            on ->
                on.rows(
                    "SELECT waiver_json(w, ?) FROM waiver w WHERE approved_at IS NOT NULL"
                        + " AND starts_at <= ? AND expires_at > ? ORDER BY id",
                    row -> waiver(row.getString(1)),
                    until,
                    until,
                    since)));
  }

  Page<Waiver> find(Filter filter, int limit, Instant now) {
    List<Waiver> rows =
        database.call(
            on ->
                on.rows(
                    "SELECT waiver_json(w, ?) FROM waiver w"
                        + " WHERE (?::text IS NULL OR waiver_fits_vm(w, ?))"
                        + " AND (?::text IS NULL OR ? = ANY (w.rules))"
                        + " AND (?::text IS NULL OR waiver_state(w, ?) = ?)"
                        + " AND (?::uuid IS NULL OR (w.requested_at, w.id) <"
                        + " (SELECT requested_at, id FROM waiver WHERE id = ?::uuid))"
                        + " ORDER BY w.requested_at DESC, w.id DESC LIMIT ?",
                    row -> waiver(row.getString(1)),
                    now,
                    filter.vm(),
                    filter.vm(),
                    filter.rule(),
                    filter.rule(),
                    Statements.word(filter.state()),
                    now,
                    Statements.word(filter.state()),
                    filter.after(),
                    filter.after(),
                    limit + 1));
    return Page.of(rows, limit, waiver -> waiver, waiver -> waiver.id().value());
  }

  Optional<Waiver> find(WaiverId id, Instant now) {
    return database.call(on -> find(on, id, now, ""));
  }

  /** What was done with a waiver, oldest first. */
  List<WaiverChanged> history(WaiverId id) {
    return database.call(
        on ->
            on.rows(
                "SELECT jsonb_build_object('change', change, 'changedAt', changed_at,"
                    + " 'changedBy', changed_by, 'waiver', waiver)"
                    + " FROM waiver_event WHERE waiver_id = ?::uuid ORDER BY id",
                row -> Json.read(row.getString(1), WaiverChanged.class),
                id));
  }

  /**
   * @throws ContractViolation when its VM or host is not known
   */
  Waiver request(WaiverRequest asked, String by, Instant now) {
    WaiverId id = WaiverId.next();
    return database.transaction(
        on -> {
          Approval.requireKnown(on, "vm", asked.vm());
          Approval.requireKnown(on, "host", asked.host());
          on.update(
              "INSERT INTO waiver "
                  + COLUMNS
                  + " VALUES (?::uuid, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?, ?, ?)",
              id,
              asked.rules(),
              asked.vm(),
              asked.selector() == null ? null : Json.toTree(asked.selector()),
              asked.host(),
              asked.reason(),
              asked.ticket(),
              asked.owner(),
              by,
              now,
              asked.startsAt(now),
              asked.expiresAt());
          return recorded(on, id, WaiverChange.REQUESTED, by, now);
        });
  }

  /** Approves a waiver; the step may refuse by what it throws. */
  Waiver approve(WaiverId id, String by, Instant now, Step step) {
    return database.transaction(
        on -> {
          step.check(locked(on, id, now));
          on.update(
              "UPDATE waiver SET approved_by = ?, approved_at = ? WHERE id = ?::uuid", by, now, id);
          return counted(on, id, WaiverChange.APPROVED, by, now);
        });
  }

  /** Takes a waiver back; the step may refuse by what it throws. */
  Waiver revoke(WaiverId id, String reason, String by, Instant now, Step step) {
    return database.transaction(
        on -> {
          step.check(locked(on, id, now));
          on.update(
              "UPDATE waiver SET revoked_by = ?, revoked_at = ?, revoke_reason = ?"
                  + " WHERE id = ?::uuid",
              by,
              now,
              reason,
              id);
          return counted(on, id, WaiverChange.REVOKED, by, now);
        });
  }

  private static Waiver locked(Statements on, WaiverId id, Instant now) throws SQLException {
    return find(on, id, now, " FOR UPDATE")
        .orElseThrow(() -> ProblemException.notFound("waiver", id));
  }

  private static Optional<Waiver> find(Statements on, WaiverId id, Instant now, String lock)
      throws SQLException {
    return on.first(
        "SELECT waiver_json(w, ?) FROM waiver w WHERE id = ?::uuid" + lock,
        row -> waiver(row.getString(1)),
        now,
        id);
  }

  /** Every decision that commits from now on rests on it. */
  private static Waiver counted(
      Statements on, WaiverId id, WaiverChange change, String by, Instant now) throws SQLException {
    Waiver waiver = recorded(on, id, change, by, now);
    on.json("SELECT waivers_changed(?::uuid, ?)", id, now);
    return waiver;
  }

  private static Waiver recorded(
      Statements on, WaiverId id, WaiverChange change, String by, Instant now) throws SQLException {
    Waiver waiver = find(on, id, now, "").orElseThrow();
    on.update(
        "INSERT INTO waiver_event (waiver_id, change, changed_by, changed_at, waiver)"
            + " VALUES (?::uuid, ?, ?, ?, ?::jsonb)",
        id,
        Statements.word(change),
        by,
        now,
        Json.toTree(waiver));
    on.json("SELECT put_outbox(?::jsonb)", message(new WaiverChanged(change, now, by, waiver)));
    return waiver;
  }

  private static ArrayNode message(WaiverChanged changed) {
    String id = Ids.next();
    return new Messages()
        .add(
            Topic.POLICIES,
            changed.waiver().id().value(),
            id,
            MessageType.WAIVER_CHANGED,
            "waivers",
            changed.changedAt(),
            changed)
        .add(ChangeFinding.of(changed, id))
        .json();
  }

  private static Waiver waiver(String json) {
    return Json.read(json, Waiver.class);
  }
}
