package dev.tagout.cli.report;

import dev.tagout.cli.report.Block.Chapter;
import dev.tagout.cli.report.Block.Figure;
import dev.tagout.cli.report.Block.Term;
import dev.tagout.cli.report.Block.Tone;
import dev.tagout.contracts.report.ComplianceReport;
import dev.tagout.contracts.report.ComplianceReport.Scope;
import dev.tagout.contracts.report.Posture;
import dev.tagout.contracts.report.RecordState;
import dev.tagout.contracts.report.Starts;
import dev.tagout.contracts.report.Verification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What it is about, the figures that matter, and what must not be overlooked. */
final class SummaryChapter {
  private SummaryChapter() {}

  static void add(List<Block> to, ComplianceReport report) {
    to.add(new Chapter("summary", "Summary"));
    to.add(figures(report));
    to.add(attention(report));
    to.add(new Block.Section("What this report is about"));
    to.add(scope(report));
    to.add(revisions(report.scope()));
    to.add(new Block.Section("How to read it"));
    to.add(
        new Block.Text(
            "Tagout is asked before a VM starts, and keeps a standing verdict of each VM. Both are"
                + " recorded with everything that they rest on. The chapters on starts, time to cure,"
                + " exceptions and bypasses count what was recorded in the period; the chapter on posture"
                + " shows how things stood when the report was made. Refused means that the rules did"
                + " their work, not that something went wrong; look for starts that were admitted against"
                + " policy, and for VMs that ran without being asked for. Each figure is defined in the"
                + " last chapter."));
  }

  /** Whom it is about. */
  static String tier(Scope scope) {
    return scope.tier() == null ? "VMs of all tiers" : "Tier " + scope.tier();
  }

  private static Block figures(ComplianceReport report) {
    Starts starts = report.starts();
    Posture.Hosts hosts = report.posture().hosts();
    long against = against(starts);
    return new Block.Figures(
        List.of(
            new Figure(
                Words.number(starts.total()),
                "Starts asked for",
                "at the gate or by ticket",
                Tone.PLAIN),
            new Figure(
                Words.number(starts.refused()),
                "Starts refused",
                Words.share(starts.refused(), starts.total())
                    + " of them, "
                    + Words.count(report.refusals().vms(), "VM"),
                Tone.PLAIN),
            new Figure(
                Words.number(against),
                "Admitted against policy",
                "break-glass, fail mode, observed only",
                against == 0 ? Tone.GOOD : Tone.CAUTION),
            new Figure(
                Words.number(report.bypasses().runs().total()),
                "Bypasses",
                Words.number(report.bypasses().open()) + " not over",
                report.bypasses().runs().total() == 0 ? Tone.GOOD : Tone.BAD),
            new Figure(
                report.cures().median() == null ? "–" : Words.lasting(report.cures().median()),
                "Median time to cure",
                report.cures().mean() == null
                    ? "nothing was cured"
                    : "mean " + Words.lasting(report.cures().mean()),
                Tone.PLAIN),
            new Figure(
                Words.number(report.cures().open()),
                "Cases not cured",
                "each a VM and a rule; " + Words.number(report.cures().cured()) + " cured",
                report.cures().open() == 0 ? Tone.GOOD : Tone.CAUTION),
            new Figure(
                Words.number(report.waivers().inForce().total()),
                "Waivers in force",
                Words.number(report.waivers().expiring()) + " end within 30 days",
                Tone.PLAIN),
            new Figure(
                Words.number(hosts.compliant()) + " / " + Words.number(hosts.total()),
                "Hosts compliant",
                "%s not, %s unknown"
                    .formatted(Words.number(hosts.notCompliant()), Words.number(hosts.unknown())),
                hosts.notCompliant() > 0
                    ? Tone.BAD
                    : hosts.unknown() > 0 ? Tone.CAUTION : Tone.GOOD)));
  }

  /** Admitted though policy denied it, or had no answer. */
  private static long against(Starts starts) {
    return starts.count(true, Starts.By.BREAK_GLASS)
        + starts.count(true, Starts.By.FAIL_MODE)
        + starts.count(true, Starts.By.OBSERVE);
  }

  private static Block attention(ComplianceReport report) {
    List<String> bad = new ArrayList<>();
    List<String> caution = new ArrayList<>();
    if (report.verification().result() == Verification.Result.FAILED) {
      bad.add("The sealed record is not as it was sealed: see the chapter on the record.");
    }
    if (report.bypasses().unfit() > 0) {
      bad.add(
          Words.count(report.bypasses().unfit(), "VM run")
              + " went around the gate though policy denies the VM.");
    }
    if (report.bypasses().open() > 0) {
      bad.add(
          Words.count(report.bypasses().open(), "run")
              + " around the gate had not ended when the period ended.");
    }
    say(
        caution,
        report.starts().count(true, Starts.By.BREAK_GLASS),
        "start",
        "admitted by break-glass");
    say(
        caution,
        report.starts().count(true, Starts.By.FAIL_MODE),
        "start",
        "admitted without an answer, by the fail mode of the tier");
    say(
        caution,
        report.starts().count(true, Starts.By.OBSERVE),
        "start",
        "admitted against policy because it was only observed, not enforced");
    say(caution, report.waivers().expiring(), "waiver", "about to end within 30 days");
    long open = report.cures().open();
    if (open > 0) {
      caution.add(
          "%s of a VM and a rule that refused it %s not cured when the period ended; one refused start may be several."
              .formatted(Words.count(open, "case"), open == 1 ? "was" : "were"));
    }
    long without = report.rules().stream().filter(rule -> rule.missing() > 0).count();
    if (without > 0) {
      caution.add(
          "%s found nothing while a fact that %s was missing: such decisions count as no fact, not as met."
              .formatted(Words.count(without, "rule"), without == 1 ? "it needs" : "they need"));
    }
    RecordState record = report.record();
    if (record.droppedBefore() != null && record.droppedBefore().isAfter(report.scope().since())) {
      bad.add(
          "Decisions from before %s are past their retention: the period is not complete."
              .formatted(Words.moment(record.droppedBefore())));
    }
    if (report.starts().total() == 0 && record.verdicts() == 0) {
      caution.add("Nothing was recorded in the period. That is no evidence that all was well.");
    }
    if (report.verification().result() == Verification.Result.NOT_CHECKED) {
      caution.add("Whether the record is as it was sealed was not checked for this report.");
    }
    if (bad.isEmpty() && caution.isEmpty()) {
      return new Block.Note(
          Tone.GOOD, List.of("No bypass, nothing admitted against policy, nothing left uncured."));
    }
    Tone tone = bad.isEmpty() ? Tone.CAUTION : Tone.BAD;
    bad.addAll(caution);
    return new Block.Note(tone, bad);
  }

  private static void say(List<String> to, long number, String one, String what) {
    if (number > 0) {
      to.add(Words.count(number, one) + (number == 1 ? " was " : " were ") + what + ".");
    }
  }

  private static Block scope(ComplianceReport report) {
    Scope scope = report.scope();
    RecordState record = report.record();
    List<Term> terms = new ArrayList<>();
    terms.add(new Term("VMs", tier(scope)));
    terms.add(
        new Term(
            "Period",
            "from %s (included) to %s (excluded), %s"
                .formatted(
                    Words.moment(scope.since()),
                    Words.moment(scope.until()),
                    Words.lasting(Duration.between(scope.since(), scope.until())))));
    terms.add(
        new Term(
            "Made at",
            Words.moment(scope.generatedAt()) + " by policy-evaluation " + scope.version()));
    terms.add(
        new Term(
            "Counted from",
            "the record of decisions: %s and %s%s"
                .formatted(
                    Words.count(record.starts(), "start"),
                    Words.count(record.verdicts(), "changed verdict"),
                    record.first() == null
                        ? ""
                        : ", the first of %s, the last of %s"
                            .formatted(
                                Words.moment(record.first()), Words.moment(record.last())))));
    terms.add(
        new Term(
            "Also read",
            "waivers, break-glasses, activations of policies, the inventory with its standing verdicts,"
                + " and the seals of the record"));
    terms.add(new Term("Facts told by", sources(scope)));
    terms.add(new Term("Sealed record", RecordChapter.verdict(report)));
    return new Block.Terms(terms);
  }

  private static String sources(Scope scope) {
    List<String> told = new ArrayList<>();
    scope
        .factSources()
        .items()
        .forEach(
            source ->
                told.add(
                    "%s (%s, newest of %s)"
                        .formatted(
                            Words.shortened(source.source()),
                            Words.count(source.groups(), "group"),
                            Words.moment(source.newest()))));
    if (scope.factSources().more() > 0) {
      told.add(Words.number(scope.factSources().more()) + " more");
    }
    return told.isEmpty() ? "nobody" : String.join("; ", told);
  }

  private static Block revisions(Scope scope) {
    Block.Rows rows =
        Block.Grid.of(
            "Policies in force in the period",
            Block.Column.code("Revision", 8),
            Block.Column.text("From", 8),
            Block.Column.text("To", 8),
            Block.Column.text("Activated by", 8));
    for (ComplianceReport.Revision revision : scope.revisions().items()) {
      rows.row(
          revision.revision(),
          Words.moment(revision.activatedAt()),
          revision.replacedAt() == null ? "in force" : Words.moment(revision.replacedAt()),
          Words.shortened(revision.activatedBy()) + (revision.rollback() ? ", returned to" : ""));
    }
    return rows.more(scope.revisions().more(), "activations").grid();
  }
}
