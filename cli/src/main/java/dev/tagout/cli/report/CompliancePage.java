package dev.tagout.cli.report;

import dev.tagout.contracts.report.ComplianceReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a compliance report says, in order.
 *
 * @param imprint the last line
 */
record CompliancePage(String title, String subtitle, List<Block> blocks, String imprint) {
  static CompliancePage of(ComplianceReport report) {
    ComplianceReport.Scope scope = report.scope();
    List<Block> blocks = new ArrayList<>();
    SummaryChapter.add(blocks, report);
    StartChapters.add(blocks, report);
    CureChapter.add(blocks, report.cures());
    ExceptionChapters.add(blocks, report);
    EvidenceChapter.add(blocks, report);
    PostureChapter.add(blocks, report.posture(), scope);
    RecordChapter.add(blocks, report);
    MethodChapter.add(blocks);
    return new CompliancePage(
        "Compliance report",
        "%s, %s".formatted(SummaryChapter.tier(scope), period(scope)),
        List.copyOf(blocks),
        "Made at %s from policy-evaluation %s."
            .formatted(Words.moment(scope.generatedAt()), scope.version()));
  }

  private static String period(ComplianceReport.Scope scope) {
    return Duration.between(scope.since(), scope.until()).toDays() < 2
        ? Words.moment(scope.since()) + " to " + Words.moment(scope.until())
        : Words.day(scope.since()) + " to " + Words.day(scope.until()) + " (UTC)";
  }
}
