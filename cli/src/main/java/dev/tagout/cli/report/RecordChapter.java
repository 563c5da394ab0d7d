package dev.tagout.cli.report;

import dev.tagout.cli.report.Block.Chapter;
import dev.tagout.cli.report.Block.Term;
import dev.tagout.cli.report.Block.Tone;
import dev.tagout.contracts.report.ComplianceReport;
import dev.tagout.contracts.report.RecordState;
import dev.tagout.contracts.report.Verification;
import java.util.ArrayList;
import java.util.List;

/** How far the record can be trusted that the figures are counted from. */
final class RecordChapter {
  private RecordChapter() {}

  static void add(List<Block> to, ComplianceReport report) {
    to.add(new Chapter("record", "The record and its verification"));
    to.add(
        new Block.Text(
            "Decisions, waivers, break-glasses and activations are kept in tables to which rows are only"
                + " added. Each row is sealed into a chain of hashes, so that a change afterwards is found by"
                + " whoever checks."));
    Verification checked = report.verification();
    Tone tone =
        switch (checked.result()) {
          case PROVED -> Tone.GOOD;
          case FAILED -> Tone.BAD;
          case NOT_CHECKED, UNRECOGNIZED -> Tone.CAUTION;
        };
    List<String> said = new ArrayList<>();
    said.add(verdict(report));
    said.addAll(checked.faults().items());
    if (checked.faults().more() > 0) {
      said.add("and " + Words.number(checked.faults().more()) + " more");
    }
    to.add(new Block.Note(tone, said));
    RecordState record = report.record();
    List<Term> terms = new ArrayList<>();
    terms.add(
        new Term(
            "Newest seal",
            record.lastSeal() == null
                ? "nothing is sealed"
                : "number %d of %s, %s"
                    .formatted(
                        record.lastSeal(),
                        Words.moment(record.lastSealedAt()),
                        record.signed() ? "signed" : "not signed")));
    terms.add(new Term("Waiting", Words.number(record.waiting()) + " entries wait for their seal"));
    if (record.droppedBefore() != null) {
      terms.add(
          new Term(
              "Dropped",
              "decisions from before %s, past their retention"
                  .formatted(Words.moment(record.droppedBefore()))));
    }
    for (String remark : checked.remarks()) {
      terms.add(new Term("Not proved", remark));
    }
    to.add(new Block.Terms(terms));
  }

  /** In one sentence. */
  static String verdict(ComplianceReport report) {
    Verification checked = report.verification();
    return switch (checked.result()) {
      case PROVED ->
          "Verified at %s: the whole record, of which the period is a part, is as it was sealed (%s, %s, %s)."
              .formatted(
                  Words.moment(checked.at()),
                  Words.count(checked.seals(), "seal"),
                  checked.entries() == 1 ? "1 entry" : Words.number(checked.entries()) + " entries",
                  checked.keysGiven()
                      ? "by keys that whoever made this report gave"
                      : "by keys that the service named itself");
      case FAILED ->
          "Checked at %s and NOT as it was sealed: the figures may be wrong."
              .formatted(Words.moment(checked.at()));
      case NOT_CHECKED ->
          "Not checked for this report. \"tagout report compliance --verify\" or \"tagout decision verify\" checks it.";
      case UNRECOGNIZED -> "Checked with a result that this version does not know.";
    };
  }
}
