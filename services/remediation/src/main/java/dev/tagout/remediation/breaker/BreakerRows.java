package dev.tagout.remediation.breaker;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The queries over breakers. Every method needs a transaction. */
@ApplicationScoped
class BreakerRows implements PanacheRepositoryBase<BreakerEntity, UUID> {
  /** Any number that nobody else locks in this database. */
  private static final long LOCK = 7_824_686_604L;

  /**
   * From here to the commit nobody else counts, opens or resets. Comes before every lock of a row,
   * or two who hold each other's would wait for ever.
   */
  void lock() {
    getEntityManager()
        .createNativeQuery("SELECT 1 FROM pg_advisory_xact_lock(:key)")
        .setParameter("key", LOCK)
        .getSingleResult();
  }

  Optional<BreakerEntity> open(String tier) {
    return find("tier = ?1 and resetAt is null", tier).firstResultOptional();
  }

  Optional<BreakerEntity> openLocked(String tier) {
    return find("tier = ?1 and resetAt is null", tier)
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .firstResultOptional();
  }

  long open() {
    return count("resetAt is null");
  }

  List<BreakerEntity> allOpen() {
    return list("resetAt is null order by tier");
  }

  /** The newest first. */
  List<BreakerEntity> page(Optional<UUID> after, int limit) {
    return after
        .map(id -> find("id < ?1 order by id desc", id))
        .orElseGet(() -> find("order by id desc"))
        .page(Page.ofSize(limit))
        .list();
  }
}
