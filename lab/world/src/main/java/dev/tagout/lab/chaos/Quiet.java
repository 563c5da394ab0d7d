package dev.tagout.lab.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.lab.fleet.Api;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Waits until nothing is under way any more. */
final class Quiet {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final long PAUSE_MILLIS = 700;

  /** Something may be on its way from one place to the next at one look. */
  private static final int LOOKS = 3;

  private static final List<String> GROUPS =
      List.of("tagout-policy-evaluation", "tagout-remediation", "tagout-collector");

  private final Stage stage;

  Quiet(Stage stage) {
    this.stage = stage;
  }

  /**
   * Comes back when it is quiet.
   *
   * @return what did not come to rest in time; empty when all did
   */
  List<String> await() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    int quiet = 0;
    List<String> busy = List.of();
    try (Sql policy = new Sql(stage.policyDatabase());
        Sql remediation = new Sql(stage.remediationDatabase());
        Admin admin = Admin.create(Map.of("bootstrap.servers", stage.kafka()))) {
      while (quiet < LOOKS) {
        busy = busy(policy, remediation, admin);
        quiet = busy.isEmpty() ? quiet + 1 : 0;
        if (System.nanoTime() > end) {
          return busy;
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    }
    return List.of();
  }

  private List<String> busy(Sql policy, Sql remediation, Admin admin) throws InterruptedException {
    List<String> busy = new ArrayList<>();
    note(busy, "messages in policy-evaluation's outbox", policy, "SELECT count(*) FROM outbox");
    note(busy, "verdicts due", policy, "SELECT count(*) FROM mark WHERE due_at <= now()");
    note(busy, "messages in remediation's outbox", remediation, "SELECT count(*) FROM outbox");
    note(
        busy,
        "runs under way",
        remediation,
        "SELECT count(*) FROM run WHERE status IN ('PENDING', 'ACTING')");
    for (String group : GROUPS) {
      long lag = lag(admin, group);
      if (lag > 0) {
        busy.add("%d records that %s has not read".formatted(lag, group));
      }
    }
    if (!isHypervisorConnected()) {
      busy.add("the simulator's feed is not connected");
    }
    return busy;
  }

  private static void note(List<String> busy, String what, Sql database, String query) {
    long count = database.count(query);
    if (count > 0) {
      busy.add(count + " " + what);
    }
  }

  private static long lag(Admin admin, String group) throws InterruptedException {
    try {
      Map<TopicPartition, OffsetAndMetadata> read =
          admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
      var ends =
          admin
              .listOffsets(
                  read.keySet().stream()
                      .collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest())))
              .all()
              .get();
      return ends.entrySet().stream()
          .mapToLong(end -> end.getValue().offset() - read.get(end.getKey()).offset())
          .sum();
    } catch (ExecutionException e) {
      throw new ChaosException("the lag of " + group + " cannot be had", e.getCause());
    }
  }

  private boolean isHypervisorConnected() throws InterruptedException {
    try {
      Api.Answer answer = stage.collector().get("/v1/sources");
      for (JsonNode source : answer.body().path("sources")) {
        if (source.path("type").asText().equals("simulator")) {
          return source.path("state").asText().equals("connected");
        }
      }
      return false;
    } catch (UncheckedIOException e) {
      return false;
    }
  }
}
