package dev.tagout.cli.report;

import dev.tagout.cli.report.Block.Cell;
import dev.tagout.cli.report.Block.Chapter;
import dev.tagout.cli.report.Block.Column;
import dev.tagout.cli.report.Block.Grid;
import dev.tagout.cli.report.Block.Kind;
import dev.tagout.cli.report.Block.Section;
import dev.tagout.cli.report.Block.Tone;
import dev.tagout.contracts.report.ComplianceReport.Scope;
import dev.tagout.contracts.report.Posture;
import java.util.List;

/** How hosts and VMs stood when the report was made. */
final class PostureChapter {
  private PostureChapter() {}

  static void add(List<Block> to, Posture posture, Scope scope) {
    to.add(new Chapter("posture", "Hosts and VMs by posture"));
    to.add(
        new Block.Text(
            "By the standing verdicts at %s, not when the period ended. What nobody has told or judged is unknown, and unknown is not compliant."
                .formatted(Words.moment(scope.generatedAt()))));
    hosts(to, posture);
    vms(to, posture.vms());
  }

  private static void hosts(List<Block> to, Posture posture) {
    to.add(new Section("Hosts"));
    if (posture.hosts().total() == 0) {
      to.add(new Block.Text("There is no host with such VMs, and none of this tier."));
      return;
    }
    Posture.Hosts hosts = posture.hosts();
    to.add(
        new Block.Picture(
            new Chart(
                "Hosts by posture",
                "hosts",
                Chart.Form.BARS,
                List.of(
                    new Chart.Series("compliant", "yes"),
                    new Chart.Series("not compliant", "no"),
                    new Chart.Series("unknown", "none")),
                List.of(
                    new Chart.Category("compliant", List.of(hosts.compliant(), 0L, 0L)),
                    new Chart.Category("not compliant", List.of(0L, hosts.notCompliant(), 0L)),
                    new Chart.Category("unknown", List.of(0L, 0L, hosts.unknown()))))));
    if (!posture.rules().items().isEmpty()) {
      Block.Rows rules =
          Grid.of(
              "Rules about hosts that are not met everywhere",
              Column.code("Rule", 14),
              Column.number("Not met by"),
              Column.number("Unknown for"));
      posture
          .rules()
          .items()
          .forEach(rule -> rules.row(rule.rule(), rule.notCompliant(), rule.unknown()));
      to.add(rules.more(posture.rules().more(), "rules").grid());
    }
    Block.Rows rows =
        Grid.of(
            "Hosts, worst first",
            Column.text("Host", 8),
            Column.code("Id", 11),
            Column.text("Tier", 6),
            Column.text("Posture", 7),
            Column.number("Judged by"),
            Column.code("Rules not met", 13),
            Column.code("Rules without an answer", 13));
    for (Posture.Host host : posture.listed().items()) {
      rows.row(
          Words.shortened(host.name()),
          host.host().value(),
          Words.shortened(host.tier()),
          state(host),
          Words.count(host.judgedBy(), "VM"),
          String.join(", ", host.violated()),
          host.connected() ? String.join(", ", host.unknown()) : "not connected");
    }
    to.add(rows.more(posture.listed().more(), "hosts").grid());
  }

  private static Cell state(Posture.Host host) {
    return switch (host.state()) {
      case COMPLIANT -> new Cell("compliant", Kind.TEXT, Tone.GOOD);
      case NOT_COMPLIANT -> new Cell("not compliant", Kind.TEXT, Tone.BAD);
      case UNKNOWN, UNRECOGNIZED -> new Cell("unknown", Kind.TEXT, Tone.CAUTION);
    };
  }

  private static void vms(List<Block> to, Posture.Vms vms) {
    to.add(new Section("VMs"));
    Block.Rows rows =
        Grid.of("VMs that are defined or run", Column.text("They", 20), Column.number("VMs"));
    rows.row("are fit: would be admitted now", vms.fit());
    rows.row("would be admitted by a waiver only", vms.waived());
    rows.row("are not fit: would be refused", vms.unfit());
    rows.row("have no verdict, or policy has no answer", vms.undecided());
    rows.row("run", vms.running());
    rows.row("run, were rightly admitted, and would not be now (drift)", vms.drifted());
    rows.row("run though no decision admitted them (bypass)", vms.bypassing());
    rows.row("are there altogether", vms.total());
    to.add(rows.grid());
  }
}
