package dev.tagout.contracts.finding;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.HostRef;
import dev.tagout.contracts.decision.Violation;
import dev.tagout.contracts.id.DecisionId;
import dev.tagout.contracts.json.Require;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;

/**
 * That a VM runs though no decision admitted it, as Detection Finding (OCSF 1.8.0, class 2004) with
 * the profiles {@code security_control} and {@code host}.
 */
public final class BypassFinding {
  private static final int ANALYTIC_RULE = 1;

  private BypassFinding() {}

  /**
   * The run of a VM that nobody admitted.
   *
   * @param instance the hypervisor's identity of the run
   * @param since when the hypervisor saw it start; null when it did not say
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record UnadmittedRun(String instance, HostRef host, Instant since) {
    public UnadmittedRun {
      Require.present(instance, "instance");
    }
  }

  /**
   * The event of a stage of a finding's life.
   *
   * @param verdict by which it came to this stage
   * @param recorded id of the verdict in the record, which is that of an equal one before when
   *     nothing but time went by; the event correlates with it
   * @param owner of the VM; null when nobody has said it
   */
  public static Finding of(
      Life life, UnadmittedRun run, Decision verdict, DecisionId recorded, String owner) {
    OcsfEvent ocsf = new OcsfEvent(2004, "Detection Finding", "Findings");
    ObjectNode event = ocsf.json();
    boolean over = life.isOver();
    ocsf.severity(severity(verdict));
    ocsf.metadata(
        life.eventId(),
        recorded.value(),
        "bypass." + life.stage().name().toLowerCase(Locale.ROOT),
        OcsfEvent.SECURITY_CONTROL,
        OcsfEvent.HOST);
    life.write(ocsf, verdict.decidedAt());
    Disposition disposition = over ? Disposition.CORRECTED : Disposition.DETECTED;
    ocsf.disposition(disposition);
    event.put("is_alert", disposition.isAlert());
    String where = run.host() == null ? "" : " on " + run.host().label();
    String text = verdict.vm().label() + where + " runs though no decision admitted it";
    event.put("message", SafeText.of(over ? "over: " + text : text, SafeText.SENTENCE));
    ocsf.policy(verdict, true);
    info(event.withObject("/finding_info"), text);
    evidence(event.putArray("evidences").addObject(), run, verdict);
    event
        .putObject("remediation")
        .put(
            "desc", "Find out who started it at the hypervisor, and whether its start hook works.");
    new Involved(verdict, owner).write(ocsf);
    ObjectNode rest = event.putObject("unmapped");
    rest.put("instance", SafeText.of(run.instance(), SafeText.NAME));
    if (run.host() != null) {
      rest.put("host", SafeText.of(run.host().id().value(), SafeText.NAME));
    }
    rest.put("enforcement", verdict.enforcement().name().toLowerCase(Locale.ROOT));
    return new Finding(life.eventId(), verdict.vm().id().value(), verdict.decidedAt(), event);
  }

  /** At least high: that nobody asked is bad, whatever the answer would have been. */
  private static OcsfSeverity severity(Decision verdict) {
    return verdict
        .denials()
        .map(Violation::severity)
        .map(OcsfSeverity::of)
        .filter(severity -> severity.compareTo(OcsfSeverity.HIGH) > 0)
        .max(Comparator.naturalOrder())
        .orElse(OcsfSeverity.HIGH);
  }

  private static void info(ObjectNode info, String text) {
    info.put("title", "A VM runs though no decision admitted it");
    info.put("desc", SafeText.of(text, SafeText.SENTENCE));
    info.putArray("types").add("start-bypass");
    ObjectNode analytic = info.putObject("analytic");
    analytic.put("uid", "tagout/bypass").put("name", "A run without an admission");
    analytic.put("type_id", ANALYTIC_RULE).put("type", "Rule");
    ObjectNode attack = info.putArray("attacks").addObject();
    attack.putObject("tactic").put("uid", "TA0005").put("name", "Defense Evasion");
    attack.putObject("technique").put("uid", "T1562").put("name", "Impair Defenses");
  }

  private static void evidence(ObjectNode evidence, UnadmittedRun run, Decision verdict) {
    evidence.put("name", "run");
    ObjectNode data = evidence.putObject("data");
    data.put("instance", SafeText.of(run.instance(), SafeText.NAME));
    data.put("vm", SafeText.of(verdict.vm().id().value(), SafeText.NAME));
    if (run.host() != null) {
      data.put("host", SafeText.of(run.host().id().value(), SafeText.NAME));
    }
    if (run.since() != null) {
      data.put("running_since", run.since().toString());
    }
  }
}
