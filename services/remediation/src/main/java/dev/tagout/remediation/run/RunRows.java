package dev.tagout.remediation.run;

import dev.tagout.contracts.decision.RemediationAction;
import dev.tagout.contracts.id.RunId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.remediation.HoldCause;
import dev.tagout.contracts.remediation.RunStatus;
import dev.tagout.remediation.safety.Acted;
import dev.tagout.remediation.safety.Scope;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Parameters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The queries over runs. Every method needs a transaction. */
@ApplicationScoped
class RunRows implements PanacheRepositoryBase<RunEntity, UUID> {
  /** Any number that nobody else locks in this database. */
  private static final long LIMIT_LOCK = 7_824_686_602L;

  private static final long CLAIM_LOCK = 7_824_686_603L;

  private static final List<RunStatus> OPEN =
      List.of(RunStatus.PENDING, RunStatus.ACTING, RunStatus.HELD);

  /**
   * By how much the clocks of hypervisors and ours may differ. What a person said, or was told, is
   * not for a run that began later than that.
   */
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

  /**
   * A VM's oldest due run comes first, and while one is being worked on the VM's others wait.
   * Claims are made one at a time, or two replicas would not see each other's.
   */
  private static final String DUE =
      """
      SELECT r.* FROM run r
      WHERE r.status IN ('PENDING', 'ACTING') AND r.due_at <= :now
        AND (r.leased_until IS NULL OR r.leased_until <= :now)
        AND NOT EXISTS (
          SELECT 1 FROM run o
          WHERE o.vm_id = r.vm_id AND o.id <> r.id AND o.status IN ('PENDING', 'ACTING')
            AND (o.leased_until > :now OR (o.due_at <= :now AND o.id < r.id)))
      ORDER BY r.due_at
      LIMIT :most
      FOR UPDATE OF r SKIP LOCKED
      """;

  /** Those that go on by themselves. */
  RunMeters.Open open() {
    Object[] row =
        getSession()
            .createQuery(
                "select count(*), min(startedAt) from RunEntity where status in :open",
                Object[].class)
            .setParameter("open", List.of(RunStatus.PENDING, RunStatus.ACTING))
            .getSingleResult();
    return new RunMeters.Open((Long) row[0], (Instant) row[1]);
  }

  Optional<RunEntity> locked(RunId id) {
    return findByIdOptional(UUID.fromString(id.value()), LockModeType.PESSIMISTIC_WRITE);
  }

  /**
   * The run that stops, or stopped, or shall not stop, this run of the VM. One that had ended when
   * the VM began to run is about another run: hypervisors that are started again, such as libvirt,
   * use the identities of runs again.
   */
  Optional<RunEntity> binding(Wanted wanted) {
    Instant since = since(wanted);
    return find(
            "vmId = :vm and instance = :instance and trigger = :trigger and action <> :notify"
                + " and (status in :open or (status = :succeeded and endedAt > :since)"
                + " or (status = :cancelled and endedAt > :roughlySince)) order by id desc",
            Parameters.with("vm", wanted.verdict().vm().id().value())
                .and("instance", wanted.verdict().instance())
                .and("trigger", wanted.trigger())
                .and("notify", RemediationAction.NOTIFY)
                .and("open", OPEN)
                .and("succeeded", RunStatus.SUCCEEDED)
                .and("since", since)
                .and("cancelled", RunStatus.CANCELLED)
                .and("roughlySince", since.minus(CLOCKS_DIFFER)))
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .firstResultOptional();
  }

  /** The notification that told the same, of the same run of the VM. */
  Optional<RunEntity> told(Wanted wanted) {
    return find(
            "vmId = :vm and trigger = :trigger and occasion = :occasion"
                + " and startedAt > :roughlySince order by id desc",
            Parameters.with("vm", wanted.verdict().vm().id().value())
                .and("trigger", wanted.trigger())
                .and("occasion", wanted.occasion())
                .and("roughlySince", since(wanted).minus(CLOCKS_DIFFER)))
        .firstResultOptional();
  }

  /** Since when the VM runs; the beginning of time where that is not known. */
  private static Instant since(Wanted wanted) {
    Instant since = wanted.verdict().runningSince();
    return since == null ? Instant.EPOCH : since;
  }

  List<RunEntity> due(Instant now, int most) {
    lock(CLAIM_LOCK);
    return getSession()
        .createNativeQuery(DUE, RunEntity.class)
        .setParameter("now", now)
        .setParameter("most", most)
        .getResultList();
  }

  void renew(UUID owner, Collection<RunId> ids, Instant until) {
    update(
        "leasedUntil = :until where leaseOwner = :owner and id in :ids",
        Parameters.with("until", until)
            .and("owner", owner)
            .and("ids", ids.stream().map(id -> UUID.fromString(id.value())).toList()));
  }

  /** From here to the commit nobody else counts. */
  void lockLimits() {
    lock(LIMIT_LOCK);
  }

  /** How many runs began to stop a VM since then. */
  Acted actedSince(Instant since, Scope scope) {
    return new Acted(
        count("actedAt > ?1", since),
        count("actedAt > ?1 and tier = ?2", since, scope.tier()),
        scope.group() == null ? 0 : count("actedAt > ?1 and hostGroup = ?2", since, scope.group()));
  }

  /** When other runs of the VM were stopped by us, after that instant. */
  List<Instant> stops(RunEntity run, Instant since) {
    return list(
            "vmId = :vm and instance <> :instance and action <> :notify and status = :done"
                + " and endedAt > :since",
            Parameters.with("vm", run.vmId)
                .and("instance", run.instance)
                .and("notify", RemediationAction.NOTIFY)
                .and("done", RunStatus.SUCCEEDED)
                .and("since", since))
        .stream()
        .map(row -> row.endedAt)
        .toList();
  }

  /** The run that waits because this VM is started again each time that it is stopped. */
  Optional<RunEntity> heldInLoop(Wanted wanted) {
    return find(
            "vmId = :vm and trigger = :trigger and status = :held and hold = :loop order by id",
            Parameters.with("vm", wanted.verdict().vm().id().value())
                .and("trigger", wanted.trigger())
                .and("held", RunStatus.HELD)
                .and("loop", HoldCause.LOOP))
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .firstResultOptional();
  }

  /** What the breaker of a tier holds. */
  List<RunEntity> heldByBreaker(String tier) {
    return find(
            "tier = :tier and status = :held and hold = :breaker order by id",
            Parameters.with("tier", tier)
                .and("held", RunStatus.HELD)
                .and("breaker", HoldCause.BREAKER))
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .list();
  }

  /** The newest first. */
  List<RunEntity> page(
      Optional<VmId> vm, Optional<RunStatus> status, Optional<RunId> after, int limit) {
    List<String> conditions = new ArrayList<>();
    Parameters parameters = new Parameters();
    vm.ifPresent(
        v -> {
          conditions.add("vmId = :vm");
          parameters.and("vm", v.value());
        });
    status.ifPresent(
        s -> {
          conditions.add("status = :status");
          parameters.and("status", s);
        });
    after.ifPresent(
        a -> {
          conditions.add("id < :after");
          parameters.and("after", UUID.fromString(a.value()));
        });
    String where = conditions.isEmpty() ? "" : "where " + String.join(" and ", conditions) + " ";
    return find("from RunEntity " + where + "order by id desc", parameters)
        .page(Page.ofSize(limit))
        .list();
  }

  private void lock(long key) {
    getEntityManager()
        .createNativeQuery("SELECT 1 FROM pg_advisory_xact_lock(:key)")
        .setParameter("key", key)
        .getSingleResult();
  }
}
