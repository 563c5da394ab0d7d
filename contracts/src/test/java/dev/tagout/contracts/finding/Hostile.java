package dev.tagout.contracts.finding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Enforcement;
import dev.tagout.contracts.decision.EnforcementAction;
import dev.tagout.contracts.decision.HostRef;
import dev.tagout.contracts.decision.Operation;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.decision.Point;
import dev.tagout.contracts.decision.RemediationAction;
import dev.tagout.contracts.decision.Severity;
import dev.tagout.contracts.decision.SubjectOfViolation;
import dev.tagout.contracts.decision.Violation;
import dev.tagout.contracts.decision.ViolationKind;
import dev.tagout.contracts.decision.VmRef;
import dev.tagout.contracts.id.DecisionId;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Decisions and violations with every value there is and the worst names that one can think of. */
final class Hostile {
  private static final List<String> NAMES =
      List.of(
          "web-01",
          "a\nCEF:0|x",
          "a|b=c\\",
          "\u0000",
          "\u202Egnp.exe",
          "\u2028",
          "\uD800",
          "]\"",
          "<script>alert(1)</script>",
          "x".repeat(9_999));

  private final Random random;

  Hostile(long seed) {
    random = new Random(seed);
  }

  String name() {
    if (random.nextBoolean()) {
      return NAMES.get(random.nextInt(NAMES.size()));
    }
    return random
        .ints(1 + random.nextInt(40), 0, 0x3000)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @SafeVarargs
  final <T> T one(T... of) {
    return of[random.nextInt(of.length)];
  }

  Violation violation() {
    return new Violation(
        one(
            "patch/missing_security_updates",
            "host/hardening",
            "odd",
            "_" + name().substring(0, 1)),
        one(EnforcementAction.values()),
        one(Severity.values()),
        one(ViolationKind.values()),
        "_" + name(),
        one(null, "", name()),
        one(SubjectOfViolation.values()),
        one(List.of(), List.of("nist-800-53:SI-2"), List.of(name(), ":", name())),
        null,
        one(RemediationAction.values()),
        one(null, null, name()));
  }

  List<Violation> violations() {
    return IntStream.range(0, 1 + random.nextInt(3)).mapToObj(i -> violation()).toList();
  }

  Decision decision() {
    return new Decision(
        DecisionId.next(),
        one(Outcome.values()),
        random.nextBoolean(),
        one(Point.values()),
        one(Operation.values()),
        new VmRef(new VmId("libvirt:0f3c"), name(), one(null, "internal", name())),
        one(
            null,
            new HostRef(
                new HostId("libvirt:host-a"), name(), one(null, name()), one(null, name()))),
        random.nextBoolean() ? List.of() : violations(),
        name(),
        one(Enforcement.values()),
        Instant.ofEpochMilli(1_790_000_000_000L + random.nextInt()),
        null,
        name(),
        one(null, name()),
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  Life life() {
    Instant since = Instant.ofEpochMilli(1_780_000_000_000L);
    return new Life(
        "uid",
        "vm|" + name(),
        1 + random.nextInt(9),
        one(Life.Stage.values()),
        since,
        1 + random.nextInt(3),
        since);
  }

  /** Checks that an event is what OCSF demands, and that it breaks no line of whoever reads it. */
  static void assertStandsUp(Finding finding) {
    assertThat(Ocsf.errors(finding.event())).isEmpty();
    for (String text : Ocsf.texts(finding.event())) {
      assertThat(text.codePoints().noneMatch(Hostile::harms)).as(text).isTrue();
    }
    String line = new String(Json.bytes(finding.event()), StandardCharsets.UTF_8);
    assertThat(line.indexOf('\n')).isNegative();
    assertThat(line.indexOf('\r')).isNegative();
  }

  private static boolean harms(int point) {
    return Character.isISOControl(point)
        || point == 0x2028
        || point == 0x2029
        || point >= 0x202A && point <= 0x202E
        || point >= 0x2066 && point <= 0x2069
        || point >= 0xD800 && point <= 0xDFFF;
  }
}
