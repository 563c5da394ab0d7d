package dev.tagout.policy.inventory;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** A placement as it is stored, for reading. */
@Entity
@Immutable
@Table(name = "placement")
@IdClass(PlacementEntity.Key.class)
class PlacementEntity extends PanacheEntityBase {
  @Id
  @Column(name = "vm_id")
  String vmId;

  @Id
  @Column(name = "host_id")
  String hostId;

  String state;

  @Column(name = "running_since")
  Instant runningSince;

  String admission;

  /** What identifies a placement. */
  record Key(String vmId, String hostId) implements Serializable {}
}
