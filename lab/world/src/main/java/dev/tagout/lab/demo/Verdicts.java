package dev.tagout.lab.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.function.Predicate;

/** Watches what is said and done about a VM, until it is what a scene waits for. */
final class Verdicts {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Api policy;
  private final Api remediation;

  Verdicts(Api policy, Api remediation) {
    this.policy = policy;
    this.remediation = remediation;
  }

  JsonNode await(String vm, String what, Predicate<JsonNode> condition)
      throws InterruptedException {
    return await("verdict of " + vm, what, policy, "/v1/vms/" + vm + "/verdict", condition);
  }

  JsonNode awaitVm(String vm, String what, Predicate<JsonNode> condition)
      throws InterruptedException {
    return await(vm, what, policy, "/v1/vms/" + vm, condition);
  }

  /** A remediation run of the VM that ended in this status. */
  JsonNode awaitRun(String vm, String status) throws InterruptedException {
    JsonNode runs =
        await(
            "runs of " + vm,
            "one that is " + status,
            remediation,
            "/v1/runs?vm=" + vm,
            page -> find(page, status) != null);
    return find(runs, status);
  }

  private static JsonNode find(JsonNode page, String status) {
    for (JsonNode run : page.path("items")) {
      if (run.path("status").asText().equals(status)) {
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
          subject + ": waited in vain for " + what + ", last seen " + answer.body());
      Thread.sleep(10);
    }
  }
}
