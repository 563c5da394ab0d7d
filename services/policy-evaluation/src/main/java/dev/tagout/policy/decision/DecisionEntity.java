package dev.tagout.policy.decision;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A decision as it is stored. Written by the function that commits it, only read here. */
@Entity
@Immutable
@Table(name = "decision")
class DecisionEntity extends PanacheEntityBase {
  @Id UUID id;

  @Column(name = "vm_id")
  String vmId;

  @Column(name = "host_id")
  String hostId;

  String outcome;

  /** Of the start that it answers; null when there is none. */
  @Column(name = "trace_id")
  String traceId;

  @Column(name = "decided_at")
  Instant decidedAt;

  @JdbcTypeCode(SqlTypes.ARRAY)
  String[] rules;

  @ColumnTransformer(read = "body::text")
  String body;

  @ColumnTransformer(read = "input::text")
  String input;
}
