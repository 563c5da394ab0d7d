package dev.tagout.remediation.run;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

/** A verdict that was answered with a run. */
@Entity
@Table(name = "run_verdict")
class RunVerdictEntity {
  @Id
  @Column(name = "decision_id")
  UUID decisionId;

  @Column(name = "run_id")
  UUID runId;

  static RunVerdictEntity of(Wanted wanted, RunEntity run) {
    RunVerdictEntity row = new RunVerdictEntity();
    row.decisionId = UUID.fromString(wanted.verdict().decisionId().value());
    row.runId = run.id;
    return row;
  }
}
