package dev.tagout.policy.waiver;

import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Require;
import dev.tagout.contracts.policy.WaiverSelector;
import dev.tagout.policy.database.StorableText;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * What somebody asks for. Its shape is checked here; whether rules, VM and host exist is not.
 *
 * @param startsAt null, or past: at once
 */
public record WaiverRequest(
    List<String> rules,
    VmId vm,
    WaiverSelector selector,
    HostId host,
    String reason,
    String ticket,
    String owner,
    Instant startsAt,
    Instant expiresAt) {
  private static final int MAX_RULES = 100;

  public WaiverRequest {
    rules = Require.list(rules, "rules").stream().distinct().toList();
    if (rules.isEmpty()) {
      throw new ContractViolation(
          "rules", "names no rule: a waiver names each rule that it covers");
    }
    if (rules.size() > MAX_RULES) {
      throw new ContractViolation("rules", "names more than " + MAX_RULES + " rules");
    }
    if (vm == null && selector == null && host == null) {
      throw new ContractViolation(
          "$", "names neither vm, selector nor host: a waiver for everything is none");
    }
    if (vm != null && selector != null) {
      throw new ContractViolation("selector", "cannot be given together with vm");
    }
    Require.text(reason, 2000, "reason");
    Require.bounded(ticket, 255, "ticket");
    Require.bounded(owner, 255, "owner");
    for (String[] text :
        new String[][] {{reason, "reason"}, {ticket, "ticket"}, {owner, "owner"}}) {
      StorableText.require(text[0], text[1]);
    }
    StorableText.require(selector, "selector");
    if (expiresAt == null) {
      throw new ContractViolation("expiresAt", "is required: a waiver without an end is none");
    }
    // No finer than the instants of reviews.
    expiresAt = expiresAt.truncatedTo(ChronoUnit.MILLIS);
    startsAt = startsAt == null ? null : startsAt.truncatedTo(ChronoUnit.MILLIS);
  }

  /**
   * @param maxLife so long after now it must end
   * @throws ContractViolation when it would end too early or too late
   */
  void checkTimes(Instant now, Duration maxLife) {
    if (!expiresAt.isAfter(now)) {
      throw new ContractViolation("expiresAt", "is past");
    }
    if (expiresAt.isAfter(now.plus(maxLife))) {
      throw new ContractViolation(
          "expiresAt",
          "is more than " + text(maxLife) + " ahead: " + now.plus(maxLife) + " at the latest");
    }
    if (!expiresAt.isAfter(startsAt(now))) {
      throw new ContractViolation("expiresAt", "is not after startsAt");
    }
  }

  /**
   * @param exists whether there is a rule of this id
   * @throws ContractViolation that names the first that does not
   */
  void checkRules(Predicate<String> exists) {
    IntStream.range(0, rules.size())
        .filter(i -> !exists.test(rules.get(i)))
        .findFirst()
        .ifPresent(
            i -> {
              throw new ContractViolation(
                  "rules[" + i + "]", "is no rule of the active policies: " + shown(rules.get(i)));
            });
  }

  /** When it begins: never before it was asked for. */
  Instant startsAt(Instant now) {
    return startsAt == null || startsAt.isBefore(now) ? now : startsAt;
  }

  private static String text(Duration life) {
    return life.toDays() > 0 ? life.toDays() + " days" : life.toString();
  }

  private static String shown(String rule) {
    return rule.length() > 200 ? rule.substring(0, 200) + "…" : rule;
  }
}
