package dev.tagout.remediation.breaker;

import dev.tagout.contracts.id.VmId;
import dev.tagout.remediation.safety.Turned;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Parameters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The queries over what is known of VMs. Every method needs a transaction. */
@ApplicationScoped
class KnownVmRows implements PanacheRepositoryBase<KnownVmEntity, String> {
  /** Those of these VMs that are known, each locked, by id; the map may be added to. */
  Map<String, KnownVmEntity> locked(Collection<VmId> vms) {
    // In one order, so that two replicas which see the same VMs do not wait for each other.
    List<KnownVmEntity> rows =
        find("vmId in ?1 order by vmId", vms.stream().map(VmId::value).distinct().toList())
            .withLock(LockModeType.PESSIMISTIC_WRITE)
            .list();
    Map<String, KnownVmEntity> byId = new HashMap<>();
    rows.forEach(row -> byId.put(row.vmId, row));
    return byId;
  }

  long running(String tier) {
    return count("tier = ?1 and running = true", tier);
  }

  /** VMs of a tier that turned since then. */
  List<Turned> turned(String tier, Instant since) {
    return list(
            "tier = :tier and turnedAt > :since", Parameters.with("tier", tier).and("since", since))
        .stream()
        .map(row -> new Turned(row.turnedAt, row.running))
        .toList();
  }

  /** A person looked at them: they make no storm any more. */
  void forgive(String tier) {
    update("turnedAt = null where tier = ?1 and turnedAt is not null", tier);
  }
}
