package dev.tagout.contracts.finding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.policy.BreakGlass;
import dev.tagout.contracts.policy.BreakGlassChanged;
import dev.tagout.contracts.policy.PolicyActivated;
import dev.tagout.contracts.policy.Waiver;
import dev.tagout.contracts.policy.WaiverChanged;
import java.time.Instant;
import java.util.Locale;

/**
 * What somebody changed of what Tagout decides by, as Entity Management (OCSF 1.8.0, class 3004):
 * another revision of the policies, a waiver, a break-glass. Events of one waiver or break-glass
 * correlate by its id.
 */
public final class ChangeFinding {
  private static final int CREATE = 1;
  private static final int UPDATE = 3;
  private static final int ACTIVATE = 10;
  private static final int DEACTIVATE = 11;
  private static final int POLICY = 5;

  private final OcsfEvent ocsf =
      new OcsfEvent(3004, "Entity Management", "Identity & Access Management");
  private final ObjectNode event = ocsf.json();

  private ChangeFinding() {}

  /**
   * The event of an activation.
   *
   * @param id of the message by which the change is told
   */
  public static Finding of(PolicyActivated activated, String id) {
    ChangeFinding change = new ChangeFinding();
    change.ocsf.activity(ACTIVATE, "Activate");
    change.ocsf.severity(
        activated.forced()
            ? OcsfSeverity.HIGH
            : activated.rollback() ? OcsfSeverity.MEDIUM : OcsfSeverity.LOW);
    change.head(activated.activatedAt(), activated.activatedBy());
    change.ocsf.metadata(
        id,
        SafeText.of(activated.revision(), SafeText.NAME),
        activated.rollback() ? "policy.rolled_back" : "policy.activated");
    if (activated.previous() == null) {
      change.policy("entity", activated.revision());
    } else {
      change.policy("entity", activated.previous());
      change.policy("entity_result", activated.revision());
    }
    change.message("policies " + activated.revision() + " were activated");
    ObjectNode rest = change.event.putObject("unmapped");
    rest.put("rollback", activated.rollback()).put("forced", activated.forced());
    if (activated.newlyDenied() != null) {
      rest.put("newly_denied", activated.newlyDenied());
    }
    return new Finding(id, activated.revision(), activated.activatedAt(), change.event);
  }

  /**
   * The event of a waiver.
   *
   * @param id of the message by which the change is told
   */
  public static Finding of(WaiverChanged changed, String id) {
    Waiver waiver = changed.waiver();
    ChangeFinding change = new ChangeFinding();
    switch (changed.change()) {
      case REQUESTED -> change.ocsf.activity(CREATE, "Create");
      case APPROVED -> change.ocsf.activity(ACTIVATE, "Activate");
      case REVOKED -> change.ocsf.activity(DEACTIVATE, "Deactivate");
      case UNRECOGNIZED -> change.ocsf.activity(OcsfEvent.OTHER, "Change");
    }
    change.ocsf.severity(
        switch (changed.change()) {
          case REQUESTED, REVOKED -> OcsfSeverity.INFORMATIONAL;
          case APPROVED, UNRECOGNIZED -> OcsfSeverity.MEDIUM;
        });
    change.head(changed.changedAt(), changed.changedBy());
    change.exception("Waiver", waiver.id().value(), id, "waiver", changed.change());
    change.comment(waiver.reason());
    ObjectNode rest = change.event.putObject("unmapped");
    ArrayNode rules = rest.putArray("rules");
    waiver.rules().forEach(rule -> rules.add(SafeText.of(rule, SafeText.NAME)));
    scope(rest, waiver.vm(), waiver.ticket());
    rest.put("requested_by", SafeText.of(waiver.requestedBy(), SafeText.NAME));
    rest.put("approved_by", SafeText.of(waiver.approvedBy(), SafeText.NAME));
    rest.put("expires_at", waiver.expiresAt().toString());
    String key = waiver.vm() == null ? waiver.id().value() : waiver.vm().value();
    return new Finding(id, key, changed.changedAt(), change.event);
  }

  /**
   * The event of a break-glass.
   *
   * @param id of the message by which the change is told
   */
  public static Finding of(BreakGlassChanged changed, String id) {
    BreakGlass glass = changed.breakGlass();
    ChangeFinding change = new ChangeFinding();
    switch (changed.change()) {
      case REQUESTED -> change.ocsf.activity(CREATE, "Create");
      case APPROVED -> change.ocsf.activity(ACTIVATE, "Activate");
      case USED -> change.ocsf.activity(OcsfEvent.OTHER, "Use");
      case REVOKED -> change.ocsf.activity(DEACTIVATE, "Deactivate");
      case UNRECOGNIZED -> change.ocsf.activity(OcsfEvent.OTHER, "Change");
    }
    change.ocsf.severity(
        switch (changed.change()) {
          case REQUESTED -> OcsfSeverity.MEDIUM;
          case APPROVED, USED, UNRECOGNIZED -> OcsfSeverity.HIGH;
          case REVOKED -> OcsfSeverity.INFORMATIONAL;
        });
    change.head(changed.changedAt(), changed.changedBy());
    change.exception("Break-Glass", glass.id().value(), id, "break_glass", changed.change());
    change.comment(glass.reason());
    ObjectNode rest = change.event.putObject("unmapped");
    scope(rest, glass.vm(), glass.ticket());
    rest.put("requested_by", SafeText.of(glass.requestedBy(), SafeText.NAME));
    rest.put("approved_by", SafeText.of(glass.approvedBy(), SafeText.NAME));
    if (glass.decision() != null) {
      rest.put("decision", glass.decision().value());
    }
    return new Finding(id, glass.vm().value(), changed.changedAt(), change.event);
  }

  /**
   * The event of an assignment, that is of what a security officer declares about a VM or a host.
   *
   * @param subject whom it is about, {@code vm} or {@code host}
   * @param before what was declared before; null when nothing was
   * @param after what is declared now
   * @param by who did it; null when nobody is known by name
   * @param id of the event
   */
  public static Finding ofAssignment(
      String subject,
      String uid,
      JsonNode before,
      JsonNode after,
      Instant at,
      String by,
      String id) {
    ChangeFinding change = new ChangeFinding();
    if (before == null) {
      change.ocsf.activity(CREATE, "Create");
    } else {
      change.ocsf.activity(UPDATE, "Update");
    }
    change.ocsf.severity(OcsfSeverity.MEDIUM);
    change.head(at, by, "tagout-policy-evaluation");
    String safe = SafeText.of(uid, SafeText.NAME);
    change.ocsf.metadata(id, safe, "assignment.changed");
    change.assignment("entity", subject, safe, before == null ? after : before);
    if (before != null) {
      change.assignment("entity_result", subject, safe, after);
    }
    change.message("what is assigned to " + subject + " " + uid + " was changed");
    return new Finding(id, uid, at, change.event);
  }

  private void assignment(String field, String subject, String uid, JsonNode declared) {
    ObjectNode entity = event.putObject(field).put("uid", uid);
    entity.put("type_id", OcsfEvent.OTHER).put("type", "Assignment of a " + subject);
    entity.set("data", SafeText.of(declared));
  }

  private static void scope(ObjectNode rest, VmId vm, String ticket) {
    if (vm != null) {
      rest.put("vm", SafeText.of(vm.value(), SafeText.NAME));
    }
    if (ticket != null) {
      rest.put("ticket", SafeText.of(ticket, SafeText.NAME));
    }
  }

  private void head(Instant at, String by) {
    head(at, by, "start hook");
  }

  /**
   * @param app what did it, when nobody is known by name
   */
  private void head(Instant at, String by, String app) {
    ocsf.at(at);
    ocsf.status(1, "Success");
    ObjectNode actor = event.putObject("actor");
    if (by == null || by.isEmpty()) {
      actor.put("app_name", app);
    } else {
      actor.putObject("user").put("name", SafeText.of(by, SafeText.NAME));
    }
  }

  private void policy(String field, String revision) {
    ObjectNode entity = event.putObject(field);
    entity.put("name", "tagout").put("uid", "tagout").put("type_id", POLICY).put("type", "Policy");
    entity.put("version", SafeText.of(revision, SafeText.NAME));
  }

  private void exception(String type, String uid, String id, String code, Enum<?> change) {
    String word = change.name().toLowerCase(Locale.ROOT);
    ocsf.metadata(id, uid, code + "." + word);
    ObjectNode entity = event.putObject("entity").put("uid", uid);
    entity.put("type_id", OcsfEvent.OTHER).put("type", type);
    message(type.toLowerCase(Locale.ROOT) + " " + uid + ": " + word);
  }

  private void comment(String reason) {
    event.put("comment", SafeText.of(reason, SafeText.SENTENCE));
  }

  private void message(String text) {
    event.put("message", SafeText.of(text, SafeText.SENTENCE));
  }
}
