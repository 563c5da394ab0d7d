package dev.tagout.contracts.finding;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.EnforcementAction;
import dev.tagout.contracts.decision.Violation;
import dev.tagout.contracts.decision.ViolationKind;
import dev.tagout.contracts.id.DecisionId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * That a VM does not meet a rule, as Compliance Finding (OCSF 1.8.0, class 2003) with the profiles
 * {@code security_control} and {@code host}: an event when it begins, when what it consists of
 * changes, and when it is over.
 */
public final class ComplianceFinding {
  private static final int SUPPRESSED = 3;
  private static final int ANALYTIC_RULE = 1;

  /** So many violations of one rule are told one by one: a record has to fit in Kafka. */
  private static final int MOST = 100;

  private final Life life;
  private final List<Violation> violations;
  private final Violation worst;
  private final Decision verdict;
  private final DecisionId recorded;
  private final OcsfEvent ocsf = new OcsfEvent(2003, "Compliance Finding", "Findings");
  private final ObjectNode event = ocsf.json();

  private ComplianceFinding(
      Life life, List<Violation> violations, Decision verdict, DecisionId recorded) {
    this.recorded = recorded;
    this.life = life;
    this.violations = violations;
    this.verdict = verdict;
    this.worst =
        violations.stream()
            .max(
                Comparator.comparing(Violation::denies)
                    .thenComparing(violation -> OcsfSeverity.of(violation.severity())))
            .orElseThrow(() -> new IllegalArgumentException("violations is empty"));
  }

  /**
   * The event of a stage of a finding's life.
   *
   * @param violations of one rule about one subject, at least one; of a finding that is resolved,
   *     those that it last consisted of
   * @param verdict by which it came to this stage
   * @param recorded id of the verdict in the record, which is that of an equal one before when
   *     nothing but time went by; the event correlates with it
   * @param owner of the VM; null when nobody has said it
   */
  public static Finding of(
      Life life, List<Violation> violations, Decision verdict, DecisionId recorded, String owner) {
    ComplianceFinding finding = new ComplianceFinding(life, violations, verdict, recorded);
    finding.write();
    new Involved(verdict, owner).write(finding.ocsf);
    return new Finding(
        life.eventId(), verdict.vm().id().value(), verdict.decidedAt(), finding.event);
  }

  private void write() {
    ocsf.severity(OcsfSeverity.of(worst.severity()));
    ocsf.metadata(
        life.eventId(),
        recorded.value(),
        "violation." + life.stage().name().toLowerCase(Locale.ROOT),
        OcsfEvent.SECURITY_CONTROL,
        OcsfEvent.HOST);
    life.write(ocsf, verdict.decidedAt());
    if (!life.isOver() && worst.waivedBy() != null) {
      ocsf.status(SUPPRESSED, "Suppressed");
    }
    event.put("status_code", code());
    Disposition disposition = disposition();
    ocsf.disposition(disposition);
    event.put("is_alert", disposition.isAlert());
    String text = life.isOver() ? "over: " + worst.message() : worst.message();
    event.put("message", SafeText.of(text, SafeText.SENTENCE));
    ocsf.policy(verdict, disposition != Disposition.ALERT);
    info();
    compliance(event.putObject("compliance"));
    if (worst.fix() != null && !worst.fix().isEmpty()) {
      event.putObject("remediation").put("desc", SafeText.of(worst.fix(), SafeText.SENTENCE));
    }
    ObjectNode rest = event.putObject("unmapped");
    rest.put("rule", SafeText.of(worst.rule(), SafeText.NAME));
    rest.put("kind", word(worst.kind()));
    rest.put("action", word(worst.action()));
    rest.put("subject", word(worst.subject()));
    if (verdict.host() != null) {
      rest.put("host", SafeText.of(verdict.host().id().value(), SafeText.NAME));
    }
    rest.put("enforcement", word(verdict.enforcement()));
    if (worst.waivedBy() != null) {
      rest.put("waived_by", SafeText.of(worst.waivedBy(), SafeText.NAME));
    }
  }

  private String code() {
    return switch (life.stage()) {
      case RESOLVED -> "MET";
      case ENDED -> "NOT_JUDGED";
      case OPENED, CHANGED -> worst.kind() == ViolationKind.UNKNOWN ? "UNKNOWN" : "VIOLATED";
    };
  }

  /** What stands of it by itself, whether or not anybody asks for a start. */
  private Disposition disposition() {
    if (life.isOver()) {
      return life.stage() == Life.Stage.RESOLVED ? Disposition.CORRECTED : Disposition.NO_ACTION;
    }
    if (worst.waivedBy() != null) {
      return Disposition.APPROVED;
    }
    if (!worst.denies()) {
      return Disposition.LOGGED;
    }
    return switch (verdict.enforcement()) {
      case ENFORCE, UNRECOGNIZED -> Disposition.BLOCKED;
      case OBSERVE -> Disposition.ALERT;
    };
  }

  private void info() {
    String rule = SafeText.of(worst.rule(), SafeText.NAME);
    ObjectNode info = event.withObject("/finding_info");
    info.put("title", SafeText.of(verdict.vm().label() + ": " + worst.rule(), SafeText.NAME));
    info.put("desc", SafeText.of(worst.message(), SafeText.SENTENCE));
    info.putArray("types")
        .add(worst.kind() == ViolationKind.UNKNOWN ? "missing-fact" : "policy-violation");
    ObjectNode analytic = info.putObject("analytic");
    analytic.put("uid", rule).put("name", rule);
    analytic.put("type_id", ANALYTIC_RULE).put("type", "Rule");
    analytic.put("category", SafeText.of(category(), SafeText.NAME));
    analytic.put("version", SafeText.of(verdict.revision(), SafeText.NAME));
  }

  private void compliance(ObjectNode compliance) {
    List<String> controls = controls(violations.stream());
    if (!controls.isEmpty()) {
      compliance.put("control", SafeText.of(controls.getFirst(), SafeText.NAME));
      ArrayNode requirements = compliance.putArray("requirements");
      controls.forEach(control -> requirements.add(SafeText.of(control, SafeText.NAME)));
    }
    standards(compliance.putArray("standards"), controls);
    compliance.put("category", SafeText.of(category(), SafeText.NAME));
    standing(compliance, worst);
    ArrayNode details = compliance.putArray("status_details");
    ArrayNode checks = compliance.putArray("checks");
    for (Violation violation : violations.subList(0, Math.min(MOST, violations.size()))) {
      details.add(SafeText.of(violation.message(), SafeText.SENTENCE));
      ObjectNode check = checks.addObject();
      check.put("uid", SafeText.of(violation.rule(), SafeText.NAME));
      check.put("name", SafeText.of(violation.rule(), SafeText.NAME));
      check.put("desc", SafeText.of(violation.message(), SafeText.SENTENCE));
      OcsfSeverity severity = OcsfSeverity.of(violation.severity());
      check.put("severity_id", severity.id()).put("severity", severity.caption());
      standing(check, violation);
      standards(check.putArray("standards"), controls(Stream.of(violation)));
    }
    if (violations.size() > MOST) {
      details.add("and " + (violations.size() - MOST) + " more");
    }
  }

  /** Whether the rule is met: pass, or how badly it is not; unknown where nobody judges it. */
  private void standing(ObjectNode at, Violation violation) {
    if (life.stage() == Life.Stage.RESOLVED) {
      at.put("status_id", 1).put("status", "Pass");
    } else if (life.stage() == Life.Stage.ENDED) {
      at.put("status_id", 0).put("status", "Unknown");
    } else if (violation.action() == EnforcementAction.DENY
        || violation.action() == EnforcementAction.UNRECOGNIZED) {
      at.put("status_id", 3).put("status", "Fail");
    } else {
      at.put("status_id", 2).put("status", "Warning");
    }
  }

  private static List<String> controls(Stream<Violation> violations) {
    return violations.flatMap(violation -> violation.controls().stream()).distinct().toList();
  }

  /** What stands before the colon of a control, such as {@code nist-800-53} of {@code SI-2}. */
  private static void standards(ArrayNode standards, List<String> controls) {
    controls.stream()
        .filter(control -> control.indexOf(':') > 0)
        .map(control -> control.substring(0, control.indexOf(':')))
        .distinct()
        .forEach(standard -> standards.add(SafeText.of(standard, SafeText.NAME)));
  }

  private String category() {
    int slash = worst.rule().indexOf('/');
    return slash > 0 ? worst.rule().substring(0, slash) : worst.rule();
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
