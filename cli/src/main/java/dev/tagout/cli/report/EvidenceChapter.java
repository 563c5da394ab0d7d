package dev.tagout.cli.report;

import dev.tagout.cli.policy.pages.ControlCatalogue;
import dev.tagout.cli.report.Block.Cell;
import dev.tagout.cli.report.Block.Chapter;
import dev.tagout.cli.report.Block.Column;
import dev.tagout.cli.report.Block.Grid;
import dev.tagout.cli.report.Block.Kind;
import dev.tagout.cli.report.Block.Section;
import dev.tagout.cli.report.Block.Tone;
import dev.tagout.contracts.report.ComplianceReport;
import dev.tagout.contracts.report.RuleEvidence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Controls, the rules that serve them, and what the record has of these. */
final class EvidenceChapter {
  /** In place of a number of decisions in which it was met: there was none to count. */
  private static final Cell NOT_JUDGED = new Cell("not judged", Kind.TEXT, Tone.CAUTION);

  private EvidenceChapter() {}

  static void add(List<Block> to, ComplianceReport report) {
    to.add(new Chapter("controls", "Controls and their evidence"));
    to.add(
        new Block.Text(
            "A rule that is met is evidence for a part of the controls that it names, not for all of"
                + " them. One that was off or asleep for a VM has not judged it, and neither has one that found"
                + " nothing while a fact that it needs was missing (no fact); one that judged nothing in the"
                + " period is no evidence. Counted are recorded decisions; verdicts that came out as before are not recorded,"
                + " so rules are evaluated more often than is said here. Each decision can be looked up with"
                + " \"tagout decision show ID\" and proved with \"tagout decision verify ID\"."));
    to.add(controls(report.rules()));
    to.add(new Section("Rules"));
    to.add(counts(report.rules()));
    to.add(decisions(report.rules()));
  }

  private static Grid controls(List<RuleEvidence> rules) {
    Map<String, List<RuleEvidence>> byControl = new TreeMap<>(ControlCatalogue.ORDER);
    for (RuleEvidence rule : rules) {
      for (String control : rule.controls()) {
        byControl.computeIfAbsent(control, key -> new ArrayList<>()).add(rule);
      }
    }
    Block.Rows rows =
        Grid.of(
            "By control. Figures are the sums of those of its rules that judged",
            Column.name("Control", 11),
            Column.code("Rules", 15),
            Column.number("Evaluated"),
            Column.number("Met"),
            Column.number("Not met"),
            Column.number("Unknown"),
            Column.number("No fact"),
            Column.text("Last evidence", 15));
    byControl.forEach(
        (control, serving) ->
            rows.row(
                ControlCatalogue.named(control),
                serving.stream().map(EvidenceChapter::named).collect(Collectors.joining(", ")),
                serving.stream().mapToLong(RuleEvidence::evaluated).sum(),
                serving.stream().anyMatch(RuleEvidence::isJudged)
                    ? serving.stream().mapToLong(RuleEvidence::met).sum()
                    : NOT_JUDGED,
                serving.stream().mapToLong(RuleEvidence::failed).sum(),
                serving.stream().mapToLong(RuleEvidence::unknown).sum(),
                serving.stream().mapToLong(RuleEvidence::missing).sum(),
                serving.stream()
                    .map(RuleEvidence::last)
                    .filter(Objects::nonNull)
                    .max(Comparator.comparing(RuleEvidence.Evidence::at))
                    .<Object>map(EvidenceChapter::when)
                    .orElse(new Cell("no evidence", Kind.TEXT, Tone.CAUTION))));
    return rows.grid();
  }

  private static Grid counts(List<RuleEvidence> rules) {
    Block.Rows rows =
        Grid.of(
            "How often each rule was evaluated",
            Column.code("Rule", 12),
            Column.text("What it finds", 13),
            Column.text("State", 5),
            Column.number("Evaluated"),
            Column.number("Met"),
            Column.number("Not met"),
            Column.number("Unknown"),
            Column.number("No fact"),
            Column.number("Waived"),
            Column.number("Starts refused"));
    for (RuleEvidence rule : rules) {
      rows.row(
          rule.rule(),
          Words.shortened(rule.title()),
          state(rule.state()),
          rule.evaluated(),
          rule.isJudged() ? rule.met() : NOT_JUDGED,
          rule.failed(),
          rule.unknown(),
          rule.missing(),
          rule.waived(),
          rule.refused());
    }
    return rows.grid();
  }

  private static Grid decisions(List<RuleEvidence> rules) {
    Block.Rows rows =
        Grid.of(
            "Where to look it up: the newest decision that evaluated the rule, and the newest in which it"
                + " was not met or could not be judged",
            Column.code("Rule", 11),
            Column.code("Last evidence", 12),
            Column.text("Of, and where it is sealed", 12),
            Column.code("Last failure", 12),
            Column.text("Of, and where it is sealed", 12));
    for (RuleEvidence rule : rules) {
      if (rule.last() != null) {
        rows.row(
            rule.rule(),
            rule.last().decision().value(),
            when(rule.last()),
            rule.lastFailure() == null ? null : rule.lastFailure().decision().value(),
            rule.lastFailure() == null ? null : when(rule.lastFailure()));
      }
    }
    return rows.grid();
  }

  private static String named(RuleEvidence rule) {
    return rule.isJudged() ? rule.rule() : rule.rule() + " (not judged)";
  }

  private static String when(RuleEvidence.Evidence evidence) {
    return Words.moment(evidence.at())
        + (evidence.position() == null
            ? ", not sealed yet"
            : ", entry %d, seal %d".formatted(evidence.position(), evidence.seal()));
  }

  private static Cell state(RuleEvidence.State state) {
    return switch (state) {
      case ACTIVE -> new Cell("active", Kind.TEXT, Tone.PLAIN);
      case SLEEPING -> new Cell("sleeps", Kind.TEXT, Tone.CAUTION);
      case OFF -> new Cell("off", Kind.TEXT, Tone.CAUTION);
      case GONE -> new Cell("gone", Kind.TEXT, Tone.CAUTION);
      case UNRECOGNIZED -> new Cell("unknown", Kind.TEXT, Tone.CAUTION);
    };
  }
}
