package dev.tagout.remediation.run;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;

/** An attempt's row. */
@Entity
@Table(name = "attempt")
@IdClass(AttemptEntity.Key.class)
class AttemptEntity {
  /** A run's attempts are numbered from 1. */
  record Key(UUID runId, int number) implements Serializable {}

  @Id
  @Column(name = "run_id")
  UUID runId;

  @Id int number;

  @Column(name = "begun_at")
  Instant begunAt;

  String tried;

  @Column(name = "ended_at")
  Instant endedAt;

  String result;

  static AttemptEntity begin(RunEntity run, String tried, Instant now) {
    AttemptEntity row = new AttemptEntity();
    row.runId = run.id;
    row.number = ++run.attempts;
    row.begunAt = now;
    row.tried = tried;
    return row;
  }

  void end(String came, Instant now) {
    endedAt = now;
    result = came;
  }

  Attempt toAttempt() {
    return new Attempt(number, begunAt, tried, endedAt, result);
  }
}
