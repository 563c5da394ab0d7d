package dev.tagout.lab.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.function.Predicate;

/** Watches what is said and done about a VM, until it is what a scene waits for. */
public final class Verdicts {
  private static final int LONGEST_BODY = 300;

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Api policy;
  private final Api remediation;

  public Verdicts(Api policy, Api remediation) {
    this.policy = policy;
    this.remediation = remediation;
  }

  public JsonNode await(String vm, String what, Predicate<JsonNode> condition)
      throws InterruptedException {
    return await("verdict of " + vm, what, policy, "/v1/vms/" + vm + "/verdict", condition);
  }

  public JsonNode awaitVm(String vm, String what, Predicate<JsonNode> condition)
      throws InterruptedException {
    return await(vm, what, policy, "/v1/vms/" + vm, condition);
  }

  /** The verdict, as soon as it says this. */
  public JsonNode awaitOutcome(String vm, String outcome) throws InterruptedException {
    return await(vm, outcome, verdict -> verdict.path("outcome").asText().equals(outcome));
  }

  /** A remediation run of the VM that ended in this status. */
  public JsonNode awaitRun(String vm, String status) throws InterruptedException {
    return awaitRunAfter("", vm, status);
  }

  /**
   * A run that is newer than another.
   *
   * @param last id of the other run: they rise with time
   */
  public JsonNode awaitRunAfter(String last, String vm, String status) throws InterruptedException {
    JsonNode runs =
        await(
            "runs of " + vm,
            "one that is " + status,
            remediation,
            "/v1/runs?vm=" + vm,
            page -> find(page, last, status) != null);
    return find(runs, last, status);
  }

  private static JsonNode find(JsonNode page, String last, String status) {
    for (JsonNode run : page.path("items")) {
      if (run.path("status").asText().equals(status)
          && run.path("runId").asText().compareTo(last) > 0) {
        return run;
      }
    }
    return null;
  }

  private static JsonNode await(
      String subject, String what, Api api, String path, Predicate<JsonNode> condition)
      throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Api.Answer answer = api.get(path);
      if (answer.isOk() && condition.test(answer.body())) {
        return answer.body();
      }
      UnexpectedException.unless(
          System.nanoTime() < deadline,
          subject + ": waited in vain for " + what + ", last seen " + clipped(answer.body()));
      Thread.sleep(10);
    }
  }

  private static String clipped(JsonNode body) {
    String text = body.toString();
    return text.length() <= LONGEST_BODY ? text : text.substring(0, LONGEST_BODY) + "…";
  }
}
