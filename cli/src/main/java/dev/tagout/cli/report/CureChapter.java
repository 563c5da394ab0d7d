package dev.tagout.cli.report;

import dev.tagout.cli.report.Block.Chapter;
import dev.tagout.cli.report.Block.Column;
import dev.tagout.cli.report.Block.Grid;
import dev.tagout.contracts.report.Cures;
import java.util.List;

/** How long it took until what was refused was cured. */
final class CureChapter {
  private CureChapter() {}

  static void add(List<Block> to, Cures cures) {
    to.add(new Chapter("cures", "Time to cure"));
    to.add(
        new Block.Text(
            "A case is one VM and one rule. It begins with the first start in the period that the rule"
                + " refused, and is cured by the first later decision or verdict on that VM in which the"
                + " rule is not violated. What was refused again after that is another case."));
    if (cures.cured() + cures.open() == 0) {
      to.add(new Block.Text("There was no case in the period."));
      return;
    }
    to.add(
        new Block.Text(
            cures.cured() == 0
                ? "None of %s was cured.".formatted(Words.count(cures.open(), "case"))
                : "Of %s %s cured: mean %s, median %s. %s still open when the period ended; mean and median leave these out."
                    .formatted(
                        Words.count(cures.cured() + cures.open(), "case"),
                        Words.number(cures.cured()) + (cures.cured() == 1 ? " was" : " were"),
                        Words.lasting(cures.mean()),
                        Words.lasting(cures.median()),
                        Words.number(cures.open()) + (cures.open() == 1 ? " was" : " were"))));
    if (cures.cured() > 0) {
      to.add(
          new Block.Picture(
              new Chart(
                  "Cured within",
                  "cases",
                  Chart.Form.COLUMNS,
                  List.of(new Chart.Series("cured", "yes")),
                  cures.spread().stream()
                      .map(
                          within ->
                              new Chart.Category(
                                  within.atMost() == null
                                      ? "longer"
                                      : Words.lasting(within.atMost()),
                                  List.of(within.cases())))
                      .toList())));
    }
    Block.Rows rules =
        Grid.of(
            "Cases by rule",
            Column.code("Rule", 12),
            Column.number("Cured"),
            Column.number("Open"),
            Column.text("Mean", 5),
            Column.text("Median", 5));
    for (Cures.OfRule rule : cures.rules().items()) {
      rules.row(
          rule.rule(),
          rule.cured(),
          rule.open(),
          Words.lasting(rule.mean()),
          Words.lasting(rule.median()));
    }
    to.add(rules.more(cures.rules().more(), "rules").grid());
    Block.Rows open =
        Grid.of(
            "Not cured, oldest first",
            Column.text("VM", 9),
            Column.code("Id", 12),
            Column.code("Rule", 12),
            Column.text("First refused", 8),
            Column.number("Refusals"),
            Column.text("Age", 4));
    for (Cures.Open one : cures.longestOpen().items()) {
      open.row(
          Words.shortened(one.name()),
          one.vm().value(),
          one.rule(),
          Words.moment(one.firstRefusedAt()),
          one.refusals(),
          Words.lasting(one.age()));
    }
    to.add(open.more(cures.longestOpen().more(), "cases").grid());
  }
}
