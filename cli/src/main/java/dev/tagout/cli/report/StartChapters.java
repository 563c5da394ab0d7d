package dev.tagout.cli.report;

import dev.tagout.cli.report.Block.Chapter;
import dev.tagout.cli.report.Block.Column;
import dev.tagout.cli.report.Block.Grid;
import dev.tagout.cli.report.Block.Section;
import dev.tagout.contracts.report.ComplianceReport;
import dev.tagout.contracts.report.Refusals;
import dev.tagout.contracts.report.Starts;
import java.time.Duration;
import java.util.List;

/** What was asked for, what was refused, and why. */
final class StartChapters {
  private static final int BARS = 12;

  private StartChapters() {}

  static void add(List<Block> to, ComplianceReport report) {
    to.add(new Chapter("starts", "Starts"));
    starts(to, report.starts());
    to.add(new Chapter("refusals", "What was refused, and why"));
    refusals(to, report);
  }

  private static void starts(List<Block> to, Starts starts) {
    if (starts.total() == 0) {
      to.add(new Block.Text("No start was asked for in the period."));
      return;
    }
    boolean hourly = starts.step().compareTo(Duration.ofDays(1)) < 0;
    to.add(
        new Block.Picture(
            new Chart(
                "Starts per " + each(starts.step()),
                "starts",
                Chart.Form.COLUMNS,
                List.of(new Chart.Series("admitted", "yes"), new Chart.Series("refused", "no")),
                starts.over().stream()
                    .map(
                        bucket ->
                            new Chart.Category(
                                hourly ? Words.hour(bucket.from()) : Words.day(bucket.from()),
                                List.of(bucket.admitted(), bucket.refused())))
                    .toList())));
    Block.Rows rows =
        Grid.of(
            "How starts were answered",
            Column.text("Answer", 5),
            Column.text("Because", 18),
            Column.number("Starts"),
            Column.number("Share"));
    for (Starts.Answers answers : starts.answers().reversed()) {
      rows.row(
          answers.admitted() ? "admitted" : "refused",
          because(answers.admitted(), answers.by()),
          answers.starts(),
          Words.share(answers.starts(), starts.total()));
    }
    to.add(rows.grid());
  }

  private static String each(Duration step) {
    if (step.toDays() > 0) {
      return step.toDays() == 1 ? "day" : step.toDays() == 7 ? "week" : step.toDays() + " days";
    }
    return step.toHours() == 1 ? "hour" : step.toMinutes() + " minutes";
  }

  private static String because(boolean admitted, Starts.By by) {
    return switch (by) {
      case POLICY -> admitted ? "policy allows it" : "policy denies it";
      case WAIVER -> "a waiver covers what would have denied it";
      case BREAK_GLASS -> "a break-glass admitted it against policy";
      case TICKET -> "the host decided by a ticket, while the gate could not be asked";
      case FAIL_MODE ->
          admitted
              ? "policy had no answer, and the tier's fail mode is open"
              : "policy had no answer, and the tier's fail mode is closed";
      case OBSERVE -> "policy denies it or had no answer, but was only observed";
      case UNRECOGNIZED -> "of something that this version does not know";
    };
  }

  private static void refusals(List<Block> to, ComplianceReport report) {
    Refusals refusals = report.refusals();
    if (report.starts().refused() == 0) {
      to.add(new Block.Text("No start was refused in the period."));
      return;
    }
    List<Refusals.OfRule> rules = refusals.rules().items();
    if (!rules.isEmpty()) {
      to.add(
          new Block.Picture(
              new Chart(
                  rules.size() > BARS ? "Refusals by rule, the first " + BARS : "Refusals by rule",
                  "refusals",
                  Chart.Form.BARS,
                  List.of(new Chart.Series("refused", "no")),
                  rules.stream()
                      .limit(BARS)
                      .map(rule -> new Chart.Category(rule.rule(), List.of(rule.refusals())))
                      .toList())));
    }
    Block.Rows byRule =
        Grid.of(
            "By rule. A start may be refused by several",
            Column.code("Rule", 14),
            Column.text("Severity", 5),
            Column.number("Refusals"),
            Column.number("VMs"),
            Column.text("The last one said", 16),
            Column.code("Its decision", 9));
    for (Refusals.OfRule rule : rules) {
      byRule.row(
          rule.rule(),
          rule.severity().name().toLowerCase(java.util.Locale.ROOT),
          rule.refusals(),
          rule.vms(),
          Words.shortened(rule.example()),
          rule.last().value());
    }
    to.add(byRule.more(refusals.rules().more(), "rules").grid());
    Block.Rows byReason =
        Grid.of(
            "By reason",
            Column.text("Reason", 18),
            Column.number("Refusals"),
            Column.number("VMs"));
    for (Refusals.OfReason reason : refusals.reasons()) {
      byReason.row(reason(reason.reason()), reason.refusals(), reason.vms());
    }
    to.add(byReason.grid());
    to.add(new Section("Who was refused"));
    Block.Rows vms =
        Grid.of(
            "VMs, most refusals first",
            Column.text("VM", 9),
            Column.code("Id", 12),
            Column.text("Owner", 6),
            Column.number("Refusals"),
            Column.text("Last", 8),
            Column.code("Rules", 12));
    for (Refusals.OfVm vm : refusals.topVms().items()) {
      vms.row(
          Words.shortened(vm.name()),
          vm.vm().value(),
          Words.shortened(vm.owner()),
          vm.refusals(),
          Words.moment(vm.lastAt()),
          String.join(", ", vm.rules()));
    }
    to.add(vms.more(refusals.topVms().more(), "VMs").grid());
    Block.Rows owners =
        Grid.of(
            "Owners, most refusals first",
            Column.text("Owner", 14),
            Column.number("Refusals"),
            Column.number("VMs"));
    for (Refusals.OfOwner owner : refusals.topOwners().items()) {
      owners.row(
          owner.owner() == null ? "without an owner" : Words.shortened(owner.owner()),
          owner.refusals(),
          owner.vms());
    }
    to.add(owners.more(refusals.topOwners().more(), "owners").grid());
  }

  private static String reason(Refusals.Reason reason) {
    return switch (reason) {
      case VIOLATED -> "a rule is not met";
      case UNKNOWN -> "a fact that a rule needs is not known";
      case NO_ANSWER -> "policy had no answer";
      case UNRECOGNIZED -> "something that this version does not know";
    };
  }
}
