package dev.tagout.contracts.finding;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * That somebody meddled with what Tagout recorded, as Detection Finding (OCSF 1.8.0, class 2004)
 * with the profile {@code security_control}.
 */
public final class TamperFinding {
  private static final int NEW = 1;
  private static final int ANALYTIC_RULE = 1;
  private static final String UID = "record-tampered";

  private TamperFinding() {}

  /**
   * The event of a row of the record that was there and is gone before it was sealed, which the
   * application's own role cannot bring about.
   *
   * @param table where it was
   * @param row its id
   */
  public static Finding ofRemoved(String table, String row, Instant at) {
    String id = UID + "/" + table + "/" + row;
    String text = "%s %s was removed from the record before it was sealed".formatted(table, row);
    OcsfEvent ocsf = new OcsfEvent(2004, "Detection Finding", "Findings");
    ObjectNode event = ocsf.json();
    ocsf.activity(1, "Create");
    ocsf.at(at);
    ocsf.severity(OcsfSeverity.CRITICAL);
    ocsf.status(NEW, "New");
    ocsf.disposition(Disposition.DETECTED);
    ocsf.metadata(id, id, "record.tampered", OcsfEvent.SECURITY_CONTROL);
    event.put("is_alert", true);
    event.put("message", SafeText.of(text, SafeText.SENTENCE));
    ObjectNode info = event.putObject("finding_info");
    info.put("uid", SafeText.of(id, SafeText.NAME));
    info.put("title", "The record of decisions was tampered with");
    info.put("desc", SafeText.of(text, SafeText.SENTENCE));
    info.put("created_time", at.toEpochMilli());
    info.putArray("types").add("record-tampered");
    ObjectNode analytic = info.putObject("analytic");
    analytic.put("uid", "tagout/record").put("name", "The record is complete");
    analytic.put("type_id", ANALYTIC_RULE).put("type", "Rule");
    ObjectNode attack = info.putArray("attacks").addObject();
    attack.putObject("tactic").put("uid", "TA0005").put("name", "Defense Evasion");
    attack.putObject("technique").put("uid", "T1070").put("name", "Indicator Removal");
    ObjectNode resource = event.putArray("resources").addObject();
    resource.put("uid", SafeText.of(row, SafeText.NAME));
    resource.put("name", SafeText.of(table, SafeText.NAME)).put("type", "Record");
    resource.put("role_id", 3).put("role", "Affected");
    event
        .putObject("remediation")
        .put("desc", "Run tagout decision verify, and find out who has the database's superuser.");
    return new Finding(id, "record", at, event);
  }
}
