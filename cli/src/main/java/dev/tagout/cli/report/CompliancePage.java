package dev.tagout.cli.report;

import dev.tagout.contracts.report.ComplianceReport;
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
        "%s, %s to %s (UTC)"
            .formatted(
                SummaryChapter.tier(scope), Words.day(scope.since()), Words.day(scope.until())),
        List.copyOf(blocks),
        "Made at %s from policy-evaluation %s."
            .formatted(Words.moment(scope.generatedAt()), scope.version()));
  }
}
