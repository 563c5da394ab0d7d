package dev.tagout.policy.finding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Placement;
import dev.tagout.contracts.decision.SubjectOfViolation;
import dev.tagout.contracts.decision.Violation;
import dev.tagout.contracts.finding.BypassFinding;
import dev.tagout.contracts.finding.BypassFinding.UnadmittedRun;
import dev.tagout.contracts.finding.ComplianceFinding;
import dev.tagout.contracts.finding.Finding;
import dev.tagout.contracts.finding.Life;
import dev.tagout.contracts.id.DecisionId;
import dev.tagout.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Everything that is amiss with one VM, and what the SIEM was told of it. A verdict after the one
 * before begins, changes and ends matters; most verdicts do neither, and then nothing is told.
 */
public final class Matters {
  private static final Pattern INSTANT =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\S*");

  private final List<Matter> all;

  private Matters(List<Matter> all) {
    this.all = all;
  }

  /** Of a VM of which nobody ever told anything. */
  public static Matters none() {
    return new Matters(List.of());
  }

  /**
   * Reads what {@link #json} wrote.
   *
   * @param json null or missing for none
   */
  public static Matters read(JsonNode json) {
    List<Matter> all = new ArrayList<>();
    if (json != null) {
      json.forEach(one -> all.add(Json.mapper().convertValue(one, Matter.class)));
    }
    return new Matters(all);
  }

  public JsonNode json() {
    return Json.toTree(all);
  }

  /** When there is something to tell though no fact changes; empty when there is not. */
  public Optional<Instant> due() {
    return all.stream().map(Matter::tellAt).filter(Objects::nonNull).min(Instant::compareTo);
  }

  /**
   * What follows from a verdict.
   *
   * @param matters as they are now
   * @param findings what the SIEM is told
   * @param changed whether there is anything to keep
   */
  public record Step(Matters matters, List<Finding> findings, boolean changed) {}

  /**
   * Follows a verdict. One that came to no answer says nothing about rules, and what it says of a
   * run holds, as that is seen and not judged. A VM that is gone has nothing amiss.
   *
   * @param recorded id of the verdict in the record
   * @param owner of the VM; null when nobody has said it
   */
  public Step follow(Decision verdict, DecisionId recorded, String owner, Damping damping) {
    Instant now = verdict.decidedAt();
    String vm = verdict.vm().id().value();
    List<Matter> kept = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    for (Matter matter : after(verdict, now, vm, damping)) {
      if (matter.passedUnnoticed() || matter.isPast(now, damping)) {
        continue;
      }
      if (matter.isDue(now)) {
        findings.add(finding(matter, verdict, recorded, owner));
        kept.add(matter.afterTelling());
      } else {
        kept.add(matter);
      }
    }
    return new Step(new Matters(kept), findings, !kept.equals(all));
  }

  private List<Matter> after(Decision verdict, Instant now, String vm, Damping damping) {
    boolean judged = isAnswer(verdict) || isGone(verdict);
    Map<String, Matter.Content> seen = contents(verdict, judged);
    List<Matter> after = new ArrayList<>();
    for (Matter matter : all) {
      if (matter.isPast(now, damping)) {
        continue;
      }
      if (!judged && matter.content().run() == null) {
        after.add(matter);
        continue;
      }
      Matter.Content content = seen.remove(matter.key());
      after.add(
          content == null ? matter.notSeen(now, damping) : matter.seen(content, now, damping));
    }
    seen.forEach((key, content) -> after.add(Matter.begun(vm, key, content, now, damping)));
    return after;
  }

  private static boolean isAnswer(Decision verdict) {
    return switch (verdict.outcome()) {
      case ALLOWED, DENIED, WAIVED -> true;
      case INDETERMINATE, UNRECOGNIZED -> false;
    };
  }

  private static boolean isGone(Decision verdict) {
    return verdict.placement() == Placement.LAST;
  }

  private static Map<String, Matter.Content> contents(Decision verdict, boolean judged) {
    Map<String, Matter.Content> contents = new LinkedHashMap<>();
    if (isGone(verdict)) {
      return contents;
    }
    if (verdict.isBypass()) {
      UnadmittedRun run =
          new UnadmittedRun(
              Objects.requireNonNullElse(verdict.instance(), "unknown"),
              verdict.host(),
              verdict.runningSince());
      String where = run.host() == null ? "" : run.host().id().value();
      contents.put("run|" + run.instance(), new Matter.Content(List.of(), run, where));
    }
    if (!judged) {
      return contents;
    }
    Map<String, List<Violation>> violations = new LinkedHashMap<>();
    for (Violation violation : verdict.violations()) {
      violations.computeIfAbsent(key(violation, verdict), key -> new ArrayList<>()).add(violation);
    }
    violations.forEach(
        (key, group) ->
            contents.put(
                key,
                new Matter.Content(
                    group.stream().map(Matters::withoutDetails).toList(), null, digest(group))));
    return contents;
  }

  /** A rule about a host is another matter on another host. */
  private static String key(Violation violation, Decision verdict) {
    boolean ofHost = violation.subject() == SubjectOfViolation.HOST && verdict.host() != null;
    return violation.rule() + (ofHost ? Matter.OF_HOST + verdict.host().id().value() : "|vm");
  }

  /** They may be long, and the decision has them. */
  private static Violation withoutDetails(Violation violation) {
    return new Violation(
        violation.rule(),
        violation.action(),
        violation.severity(),
        violation.kind(),
        violation.message(),
        violation.fix(),
        violation.subject(),
        violation.controls(),
        null,
        violation.remediation(),
        violation.waivedBy());
  }

  /** That a scan was repeated is no change when it found the same: instants do not count. */
  private static String digest(List<Violation> violations) {
    // Sorted, as the order may come from what does not count.
    String content =
        violations.stream().map(Matters::point).sorted().collect(Collectors.joining("\n"));
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] text = content.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(sha.digest(text), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String point(Violation violation) {
    ObjectNode point = JsonNodeFactory.instance.objectNode();
    point.put("action", violation.action().name());
    point.put("severity", violation.severity().name());
    point.put("kind", violation.kind().name());
    point.put("waivedBy", violation.waivedBy());
    point.set("details", withoutInstants(violation.details()));
    return Json.text(point);
  }

  private static JsonNode withoutInstants(JsonNode json) {
    if (json.isArray()) {
      ArrayNode kept = JsonNodeFactory.instance.arrayNode();
      json.forEach(one -> kept.add(withoutInstants(one)));
      return kept;
    }
    if (json.isObject()) {
      ObjectNode kept = JsonNodeFactory.instance.objectNode();
      json.properties()
          .forEach(field -> kept.set(field.getKey(), withoutInstants(field.getValue())));
      return kept;
    }
    boolean instant = json.isTextual() && INSTANT.matcher(json.textValue()).matches();
    return instant ? JsonNodeFactory.instance.nullNode() : json;
  }

  private static Finding finding(
      Matter matter, Decision verdict, DecisionId recorded, String owner) {
    Life life = matter.life(verdict);
    Matter.Content content = matter.content();
    return content.run() == null
        ? ComplianceFinding.of(life, content.violations(), verdict, recorded, owner)
        : BypassFinding.of(life, content.run(), verdict, recorded, owner);
  }
}
