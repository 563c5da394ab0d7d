package dev.tagout.cli.report;

import dev.tagout.cli.report.Block.Cell;
import dev.tagout.cli.report.Block.Chapter;
import dev.tagout.cli.report.Block.Column;
import dev.tagout.cli.report.Block.Grid;
import dev.tagout.cli.report.Block.Kind;
import dev.tagout.cli.report.Block.Section;
import dev.tagout.cli.report.Block.Tone;
import dev.tagout.cli.waiver.WaiverPage;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.policy.BreakGlass;
import dev.tagout.contracts.policy.Waiver;
import dev.tagout.contracts.report.BreakGlasses;
import dev.tagout.contracts.report.Bypasses;
import dev.tagout.contracts.report.ComplianceReport;
import dev.tagout.contracts.report.Top;
import dev.tagout.contracts.report.Waivers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What people allowed against policy, and what happened without being asked for. */
final class ExceptionChapters {
  private static final Duration SOON = Duration.ofDays(30);

  private ExceptionChapters() {}

  static void add(List<Block> to, ComplianceReport report) {
    to.add(new Chapter("exceptions", "Approved exceptions"));
    waivers(to, report.waivers(), report.scope().until());
    breakGlasses(to, report.breakGlass());
    to.add(new Chapter("bypasses", "Bypasses"));
    bypasses(to, report.bypasses());
  }

  private static void waivers(List<Block> to, Waivers waivers, Instant until) {
    to.add(new Section("Waivers"));
    to.add(
        new Block.Text(
            "As they stood when the period ended. A waiver is asked for by one person and approved by"
                + " another; violations that it covers stay in the record."));
    to.add(waivers("In force", waivers.inForce(), until));
    if (waivers.ended().total() > 0) {
      to.add(waivers("Expired or revoked in the period", waivers.ended(), until));
    }
    if (waivers.awaiting().total() > 0) {
      to.add(waivers("Not approved yet, or not begun yet", waivers.awaiting(), until));
    }
  }

  private static Grid waivers(String caption, Top<Waivers.Used> waivers, Instant until) {
    Block.Rows rows =
        Grid.of(
            caption,
            Column.code("Rules", 13),
            Column.text("For", 11),
            Column.text("State", 7),
            Column.text("Ends", 8),
            Column.text("Asked by", 7),
            Column.text("Approved by", 7),
            Column.text("Reason", 13),
            Column.number("Starts"));
    for (Waivers.Used used : waivers.items()) {
      Waiver waiver = used.waiver();
      rows.row(
          String.join(", ", waiver.rules()),
          Words.shortened(WaiverPage.scope(Json.toTree(waiver))),
          state(waiver, until),
          Words.moment(waiver.revokedAt() == null ? waiver.expiresAt() : waiver.revokedAt()),
          Words.shortened(waiver.requestedBy()),
          Words.shortened(waiver.approvedBy()),
          reason(waiver.reason(), waiver.ticket()),
          used.starts());
    }
    return rows.more(waivers.more(), "waivers").grid();
  }

  private static Cell state(Waiver waiver, Instant until) {
    return switch (waiver.state()) {
      case ACTIVE ->
          waiver.expiresAt().isAfter(until.plus(SOON))
              ? new Cell("in force", Kind.TEXT, Tone.PLAIN)
              : new Cell("ends soon", Kind.TEXT, Tone.CAUTION);
      case REQUESTED, APPROVED, EXPIRED, REVOKED, UNRECOGNIZED ->
          new Cell(waiver.state().name().toLowerCase(Locale.ROOT), Kind.TEXT, Tone.PLAIN);
    };
  }

  private static String reason(String reason, String ticket) {
    return Words.shortened(reason) + (ticket == null ? "" : " (" + Words.shortened(ticket) + ")");
  }

  private static void breakGlasses(List<Block> to, BreakGlasses glasses) {
    to.add(new Section("Break-glass"));
    to.add(
        new Block.Text(
            "Asked for in the period: %s; approved: %s; used: %s. Each admits one VM once against a denial, and two people stand for it."
                .formatted(
                    Words.number(glasses.requested()),
                    Words.number(glasses.approved()),
                    Words.number(glasses.used().total()))));
    if (glasses.used().items().isEmpty()) {
      return;
    }
    Block.Rows rows =
        Grid.of(
            "Uses, newest first",
            Column.text("Used at", 8),
            Column.text("VM", 9),
            Column.code("On host", 8),
            Column.text("Asked by", 7),
            Column.text("Approved by", 7),
            Column.text("Reason", 12),
            Column.code("Against", 10),
            Column.code("Decision", 9));
    for (BreakGlasses.Use use : glasses.used().items()) {
      BreakGlass glass = use.breakGlass();
      rows.row(
          Words.moment(glass.usedAt()),
          Words.shortened(use.vmName() == null ? glass.vm().value() : use.vmName()),
          glass.usedOn() == null ? null : glass.usedOn().value(),
          Words.shortened(glass.requestedBy()),
          Words.shortened(glass.approvedBy()),
          reason(glass.reason(), glass.ticket()),
          String.join(", ", use.rules()),
          glass.decision() == null ? null : glass.decision().value());
    }
    to.add(rows.more(glasses.used().more(), "uses").grid());
  }

  private static void bypasses(List<Block> to, Bypasses bypasses) {
    to.add(
        new Block.Text(
            "A VM that ran though no decision admitted the run: nobody asked, or it was started against"
                + " a refusal. Exposure is the time from the start that the hypervisor reported until the"
                + " verdict that did not see the VM run any more."));
    if (bypasses.runs().total() == 0) {
      to.add(new Block.Text("There was none in the period."));
      return;
    }
    Block.Rows rows =
        Grid.of(
            "Newest first",
            Column.text("VM", 8),
            Column.text("Host", 7),
            Column.text("Running since", 8),
            Column.text("Exposure", 7),
            Column.text("Fit", 6),
            Column.code("Rules not met", 11),
            Column.text("Asked before", 9),
            Column.code("Verdicts", 9));
    for (Bypasses.Run run : bypasses.runs().items()) {
      boolean denied = run.outcome() == Outcome.DENIED;
      rows.row(
          Words.shortened(run.name() == null ? run.vm().value() : run.name()),
          Words.shortened(run.hostName() == null ? run.host().value() : run.hostName()),
          Words.moment(run.runningSince()),
          Words.lasting(run.exposure()) + (run.overAt() == null ? ", not over" : ""),
          switch (run.outcome()) {
            case ALLOWED -> new Cell("fit", Kind.TEXT, Tone.PLAIN);
            case WAIVED -> new Cell("waived", Kind.TEXT, Tone.PLAIN);
            case DENIED -> new Cell("unfit", Kind.TEXT, Tone.BAD);
            case INDETERMINATE, UNRECOGNIZED -> new Cell("unknown", Kind.TEXT, Tone.CAUTION);
          },
          denied ? String.join(", ", run.rules()) : null,
          run.refusedBy() == null ? "nobody asked" : "refused, decision " + run.refusedBy().value(),
          run.verdict().equals(run.judgedBy())
              ? run.verdict().value()
              : "found by %s, judged by %s"
                  .formatted(run.verdict().value(), run.judgedBy().value()));
    }
    to.add(rows.more(bypasses.runs().more(), "runs").grid());
  }
}
