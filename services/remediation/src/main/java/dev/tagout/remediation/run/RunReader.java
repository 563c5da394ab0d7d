package dev.tagout.remediation.run;

import dev.tagout.contracts.id.RunId;
import dev.tagout.contracts.remediation.RunStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Shows runs with their attempts. */
@ApplicationScoped
class RunReader {
  private final RunRows rows;
  private final AttemptRows attempts;

  RunReader(RunRows rows, AttemptRows attempts) {
    this.rows = rows;
    this.attempts = attempts;
  }

  @Transactional
  RunPage page(RunFilter filter) {
    List<RunEntity> found =
        rows.page(filter.vm(), filter.status(), filter.after(), filter.limit() + 1);
    boolean more = found.size() > filter.limit();
    List<RunView> items = views(more ? found.subList(0, filter.limit()) : found);
    return new RunPage(items, more ? items.getLast().runId() : null);
  }

  @Transactional
  Optional<RunView> find(RunId id) {
    return rows.findByIdOptional(UUID.fromString(id.value()))
        .map(row -> views(List.of(row)).getFirst());
  }

  @Transactional
  long held() {
    return rows.count("status", RunStatus.HELD);
  }

  /** Those that go on by themselves. */
  @Transactional
  RunMeters.Open open() {
    return rows.open();
  }

  private List<RunView> views(List<RunEntity> found) {
    Map<UUID, List<Attempt>> made = attempts.of(found.stream().map(row -> row.id).toList());
    return found.stream()
        .map(row -> RunView.of(row.toRun(), made.getOrDefault(row.id, List.of())))
        .toList();
  }
}
