package dev.tagout.remediation.run;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Changes runs and writes what there is to tell of it, in one transaction. */
@ApplicationScoped
class RunStore {
  private final Outcomes outcomes;
  private final EntityManager database;

  RunStore(Outcomes outcomes, EntityManager database) {
    this.outcomes = outcomes;
    this.database = database;
  }

  /** Commits what is done in a transaction of its own, and then tells of it. */
  <T> T commit(Function<Changes, T> work) {
    Changes changes = new Changes();
    T result =
        QuarkusTransaction.requiringNew()
            .call(
                () -> {
                  T done = work.apply(changes);
                  // Here a violated constraint still says what it is.
                  database.flush();
                  return done;
                });
    outcomes.committed(changes.toTell);
    return result;
  }

  /** The changes of one transaction. */
  final class Changes {
    private final List<Run> toTell = new ArrayList<>();

    void set(RunEntity row, RunState state) {
      row.state(state);
      switch (state) {
        case RunState.Ended ended -> write(row.toRun());
        case RunState.Held held -> write(row.toRun());
        case RunState.Open open -> {}
      }
    }

    private void write(Run run) {
      outcomes.write(run);
      toTell.add(run);
    }
  }
}
