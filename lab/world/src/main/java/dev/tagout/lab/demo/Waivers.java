package dev.tagout.lab.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.lab.fleet.Api;
import dev.tagout.lab.fleet.UnexpectedException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Waivers, as the two local users ask for them and approve them. */
final class Waivers {
  private final Api policy;
  private final Path tokens;

  /**
   * @param tokens a file for each user
   */
  Waivers(Api policy, Path tokens) {
    this.policy = policy;
    this.tokens = tokens;
  }

  JsonNode request(String user, String vm, String rule, String ticket, Instant end)
      throws InterruptedException {
    Api.Answer answer =
        policy.post(
            "/v1/waivers",
            Map.of(
                "rules",
                List.of(rule),
                "vm",
                vm,
                "reason",
                "the vendor's fix breaks the shop, a corrected one comes tomorrow",
                "ticket",
                ticket,
                "expiresAt",
                end.toString()),
            tokens.resolve(user));
    UnexpectedException.unless(answer.isOk(), "the waiver was not taken: " + answer.body());
    return answer.body();
  }

  void approve(String user, String waiver) throws InterruptedException {
    Api.Answer answer = approval(user, waiver);
    UnexpectedException.unless(answer.isOk(), user + " may not approve: " + answer.body());
  }

  JsonNode refusedApproval(String user, String waiver) throws InterruptedException {
    Api.Answer answer = approval(user, waiver);
    UnexpectedException.unless(answer.status() == 403, user + " approved: " + answer.body());
    return answer.body();
  }

  private Api.Answer approval(String user, String waiver) throws InterruptedException {
    return policy.post("/v1/waivers/" + waiver + "/approve", Map.of(), tokens.resolve(user));
  }
}
