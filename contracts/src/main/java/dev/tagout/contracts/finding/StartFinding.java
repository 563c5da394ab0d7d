package dev.tagout.contracts.finding;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Violation;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A decision at the gate as API Activity (OCSF 1.8.0, class 6003) with the profiles {@code
 * security_control} and {@code host}: somebody called for a start, and it was let through or not.
 */
public final class StartFinding {
  private static final Comparator<Violation> WORST_FIRST =
      Comparator.comparing(Violation::denies)
          .thenComparing(violation -> OcsfSeverity.of(violation.severity()))
          .reversed();

  private final Decision decision;
  private final String owner;
  private final String traceId;
  private final Disposition disposition;
  private final OcsfEvent ocsf = new OcsfEvent(6003, "API Activity", "Application Activity");
  private final ObjectNode event = ocsf.json();

  private StartFinding(Decision decision, String owner, String traceId) {
    this.decision = decision;
    this.owner = owner;
    this.traceId = traceId;
    this.disposition = Disposition.of(decision);
  }

  /**
   * The event of one decision. Its id is the decision's.
   *
   * @param owner of the VM; null when nobody has said it
   */
  public static Finding of(Decision decision, String owner) {
    return of(decision, owner, null);
  }

  /**
   * The same, and of which trace it is.
   *
   * @param traceId 32 hexadecimal digits; null when it is of none
   */
  public static Finding of(Decision decision, String owner, String traceId) {
    StartFinding finding = new StartFinding(decision, owner, traceId);
    finding.write();
    return new Finding(
        decision.decisionId().value(),
        decision.vm().id().value(),
        decision.decidedAt(),
        finding.event);
  }

  private void write() {
    ocsf.activity(OcsfEvent.OTHER, activity());
    ocsf.at(decision.decidedAt());
    judge();
    String id = decision.decisionId().value();
    ocsf.metadata(
        id,
        id,
        "start." + decision.outcome().name().toLowerCase(Locale.ROOT),
        OcsfEvent.SECURITY_CONTROL,
        OcsfEvent.HOST);
    ocsf.trace(traceId);
    ocsf.policy(decision, disposition != Disposition.ALERT);
    call();
    new Involved(decision, owner).write(ocsf);
    ObjectNode rest = event.putObject("unmapped");
    rest.put("outcome", decision.outcome().name());
    rest.put("admitted", decision.admitted());
    rest.put("enforcement", decision.enforcement().name().toLowerCase(Locale.ROOT));
    if (decision.breakGlass() != null) {
      rest.put("break_glass", decision.breakGlass().value());
    }
    if (decision.ticket() != null) {
      rest.put("ticket", decision.ticket().value());
    }
    violations(rest.putArray("violations"));
  }

  private void judge() {
    ocsf.severity(severity());
    ocsf.status(decision.admitted() ? 1 : 2, decision.admitted() ? "Success" : "Failure");
    event.put("status_code", decision.outcome().name());
    if (!decision.violations().isEmpty()) {
      event.put("status_detail", SafeText.of(rules(), SafeText.SENTENCE));
    }
    event.put("message", SafeText.of(decision.message(), SafeText.SENTENCE));
    ocsf.disposition(disposition);
    event.put("is_alert", disposition.isAlert());
  }

  /** That of the worst violation where a person should look; else it is mere information. */
  private OcsfSeverity severity() {
    if (!disposition.isAlert()) {
      return OcsfSeverity.INFORMATIONAL;
    }
    return decision
        .denials()
        .map(Violation::severity)
        .map(OcsfSeverity::of)
        .max(Comparator.naturalOrder())
        .orElse(OcsfSeverity.HIGH);
  }

  /** Who called for what, where. */
  private void call() {
    ObjectNode actor = event.putObject("actor").put("app_name", "start hook");
    if (decision.requestedBy() != null && !decision.requestedBy().isEmpty()) {
      actor.putObject("user").put("name", SafeText.of(decision.requestedBy(), SafeText.NAME));
    }
    ObjectNode api = event.putObject("api");
    api.put("operation", decision.operation().name());
    api.putObject("service").put("name", OcsfEvent.platform(decision.vm().id()));
    api.putObject("request").put("uid", decision.decisionId().value());
    api.putObject("response").put("message", decision.admitted() ? "admitted" : "refused");
    ObjectNode source = event.putObject("src_endpoint");
    if (decision.host() == null) {
      source.put("svc_name", OcsfEvent.platform(decision.vm().id()));
    } else {
      source.put("uid", SafeText.of(decision.host().id().value(), SafeText.NAME));
      source.put("name", SafeText.of(decision.host().label(), SafeText.NAME));
    }
  }

  /** The worst first: what is too long for a receiver is cut from the end. */
  private void violations(ArrayNode violations) {
    for (Violation violation : decision.violations().stream().sorted(WORST_FIRST).toList()) {
      ObjectNode one = violations.addObject();
      one.put("rule", SafeText.of(violation.rule(), SafeText.NAME));
      one.put("action", violation.action().name().toLowerCase(Locale.ROOT));
      one.put("severity", violation.severity().name().toLowerCase(Locale.ROOT));
      one.put("kind", violation.kind().name().toLowerCase(Locale.ROOT));
      one.put("message", SafeText.of(violation.message(), SafeText.SENTENCE));
      one.put("fix", SafeText.of(violation.fix(), SafeText.SENTENCE));
      one.put("waived_by", SafeText.of(violation.waivedBy(), SafeText.NAME));
      ArrayNode controls = one.putArray("controls");
      violation.controls().forEach(c -> controls.add(SafeText.of(c, SafeText.NAME)));
    }
  }

  private String rules() {
    List<String> rules = decision.violations().stream().map(Violation::rule).distinct().toList();
    return rules.stream().collect(Collectors.joining(", ", "not met: ", ""));
  }

  private String activity() {
    return switch (decision.operation()) {
      case START -> "Power On";
      case RESUME -> "Resume";
      case RESTORE -> "Restore";
      case MIGRATE_IN -> "Migrate In";
      case UNRECOGNIZED -> "Start";
    };
  }
}
