package dev.tagout.remediation.breaker;

import dev.tagout.contracts.id.VmId;
import dev.tagout.remediation.safety.KnownVm;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** The row of what is known of a VM. */
@Entity
@Table(name = "known_vm")
class KnownVmEntity {
  @Id
  @Column(name = "vm_id")
  String vmId;

  String tier;

  boolean running;

  @Column(name = "wants_stop")
  boolean wantsStop;

  @Column(name = "turned_at")
  Instant turnedAt;

  @Column(name = "decided_at")
  Instant decidedAt;

  static KnownVmEntity of(VmId vm, KnownVm known) {
    KnownVmEntity row = new KnownVmEntity();
    row.vmId = vm.value();
    row.take(known);
    return row;
  }

  void take(KnownVm known) {
    tier = known.tier();
    running = known.running();
    wantsStop = known.wantsStop();
    turnedAt = known.turnedAt();
    decidedAt = known.decidedAt();
  }

  KnownVm toKnownVm() {
    return new KnownVm(tier, running, wantsStop, turnedAt, decidedAt);
  }
}
