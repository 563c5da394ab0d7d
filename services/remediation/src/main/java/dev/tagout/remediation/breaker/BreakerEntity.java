package dev.tagout.remediation.breaker;

import dev.tagout.contracts.id.Ids;
import dev.tagout.remediation.safety.Storm;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** The row of one opening of a tier's breaker. */
@Entity
@Table(name = "breaker")
class BreakerEntity {
  @Id UUID id;

  String tier;

  long turned;

  @Column(name = "of_running")
  long ofRunning;

  String reason;

  @Column(name = "opened_at")
  Instant openedAt;

  @Column(name = "reset_at")
  Instant resetAt;

  @Column(name = "reset_by")
  String resetBy;

  @Column(name = "reset_reason")
  String resetReason;

  static BreakerEntity open(String tier, Storm.Surge surge, String reason, Instant now) {
    BreakerEntity row = new BreakerEntity();
    row.id = UUID.fromString(Ids.next());
    row.tier = tier;
    row.turned = surge.turned();
    row.ofRunning = surge.of();
    row.reason = reason;
    row.openedAt = now;
    return row;
  }

  void reset(String by, String why, Instant now) {
    resetAt = now;
    resetBy = by;
    resetReason = why;
  }

  Breaker toBreaker() {
    return new Breaker(
        id.toString(), tier, turned, ofRunning, reason, openedAt, resetAt, resetBy, resetReason);
  }
}
