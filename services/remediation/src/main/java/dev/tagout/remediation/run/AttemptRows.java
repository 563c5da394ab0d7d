package dev.tagout.remediation.run;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** The queries over attempts. Every method needs a transaction. */
@ApplicationScoped
class AttemptRows implements PanacheRepositoryBase<AttemptEntity, AttemptEntity.Key> {
  AttemptEntity begin(RunEntity run, String tried, Instant now) {
    AttemptEntity attempt = AttemptEntity.begin(run, tried, now);
    persist(attempt);
    return attempt;
  }

  /** The attempt that goes on; empty when there is none. */
  Optional<AttemptEntity> current(RunEntity run) {
    return findByIdOptional(new AttemptEntity.Key(run.id, run.attempts))
        .filter(attempt -> attempt.endedAt == null);
  }

  /** The attempts of some runs, each run's in their order. */
  Map<UUID, List<Attempt>> of(Collection<UUID> runs) {
    return list("runId in ?1 order by number", runs).stream()
        .collect(
            Collectors.groupingBy(
                row -> row.runId,
                Collectors.mapping(AttemptEntity::toAttempt, Collectors.toList())));
  }
}
