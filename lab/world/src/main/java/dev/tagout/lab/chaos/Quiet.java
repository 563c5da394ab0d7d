package dev.tagout.lab.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Waits until nothing is under way any more. */
final class Quiet {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Duration TELL_EVERY = Duration.ofSeconds(30);
  private static final long PAUSE_MILLIS = 700;

  /** Something may be on its way from one place to the next at one look. */
  private static final int LOOKS = 3;

  private final Stage stage;
  private final PrintStream out;

  Quiet(Stage stage, PrintStream out) {
    this.stage = stage;
    this.out = out;
  }

  /**
   * Comes back when it is quiet.
   *
   * @return what did not come to rest in time; empty when all did
   */
  List<String> await() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    long told = System.nanoTime();
    int quiet = 0;
    List<String> busy = List.of();
    try (Sql policy = new Sql(stage.policyDatabase());
        Sql remediation = new Sql(stage.remediationDatabase());
        Backlog backlog = new Backlog(stage.kafka())) {
      while (quiet < LOOKS) {
        busy = busy(policy, remediation, backlog);
        quiet = busy.isEmpty() ? quiet + 1 : 0;
        if (System.nanoTime() > end) {
          return busy;
        }
        if (System.nanoTime() - told > TELL_EVERY.toNanos() && !busy.isEmpty()) {
          told = System.nanoTime();
          out.println("  still " + String.join(", ", busy));
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    }
    return List.of();
  }

  private List<String> busy(Sql policy, Sql remediation, Backlog backlog)
      throws InterruptedException {
    List<String> busy = new ArrayList<>();
    note(busy, "messages in policy-evaluation's outbox", policy, "SELECT count(*) FROM outbox");
    note(busy, "verdicts due", policy, "SELECT count(*) FROM mark WHERE due_at <= now()");
    note(busy, "messages in remediation's outbox", remediation, "SELECT count(*) FROM outbox");
    note(
        busy,
        "runs under way",
        remediation,
        "SELECT count(*) FROM run WHERE status IN ('PENDING', 'ACTING')");
    long unread = backlog.records();
    if (unread > 0) {
      busy.add(unread + " records that were not read");
    }
    if (!areHypervisorsConnected()) {
      busy.add("a hypervisor's feed is not connected");
    }
    return busy;
  }

  private static void note(List<String> busy, String what, Sql database, String query) {
    long count = database.count(query);
    if (count > 0) {
      busy.add(count + " " + what);
    }
  }

  private boolean areHypervisorsConnected() throws InterruptedException {
    try {
      JsonNode sources = stage.collector().get("/v1/sources").body().path("sources");
      int connected = 0;
      for (JsonNode source : sources) {
        // Others than hypervisors listen.
        if (source.path("state").asText().equals("connected")) {
          connected++;
        }
      }
      return connected == stage.machines().size();
    } catch (UncheckedIOException e) {
      return false;
    }
  }
}
