package dev.tagout.cli.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.CliException;
import dev.tagout.cli.ExitCode;
import dev.tagout.cli.service.Moment;
import dev.tagout.cli.service.PolicyService;
import dev.tagout.cli.service.Query;
import dev.tagout.cli.service.Remote;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tagout policy impact} */
@Command(
    name = "impact",
    description = {
      "Whom other policies would newly refuse or admit: recorded decisions are made again, with"
          + " the facts as they were.",
      "Nothing is recorded or changed."
    },
    footer = {
      "%nExamples:",
      "  tagout policy impact --pack policies --since 30d",
      "  tagout policy impact --bundle bundle.tar.gz --since 7d --max-newly-denied 0 -o markdown"
    },
    sortOptions = false)
public final class PolicyImpact extends Remote {
  private static final int MOST_VMS = 1000;

  /** What is judged again. */
  enum Scope {
    decisions,
    fleet
  }

  /** For a person, a program, or a merge request. */
  enum Format {
    text,
    json,
    markdown
  }

  @Mixin private PackOptions pack;

  @Option(
      names = "--since",
      paramLabel = "WHEN",
      converter = Moment.Converter.class,
      description = "Decisions from then on: " + Moment.SYNTAX + "; 30d unless given.")
  private Moment since = Moment.of("30d");

  @Option(
      names = "--until",
      paramLabel = "WHEN",
      converter = Moment.Converter.class,
      description = "Decisions before then, in the same notation; now unless given.")
  private Moment until;

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      description =
          "${COMPLETION-CANDIDATES}: what was recorded, or each VM as it is now; decisions unless"
              + " given.")
  private Scope scope = Scope.decisions;

  @Option(
      names = "--max-newly-denied",
      paramLabel = "N",
      description = "Exit status 1 when more VMs than this would newly be refused.")
  private Integer maxNewlyDenied;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "So many VMs are listed at most; 100 unless given, 1000 at most.")
  private int limit = 100;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; text unless given. markdown is for a merge request.")
  private Format format = Format.text;

  @Override
  protected ExitCode run(PolicyService service) {
    if (pack.fault() != null) {
      throw wrongUsage(pack.fault());
    }
    if (limit < 1 || limit > MOST_VMS) {
      throw wrongUsage("--limit must be from 1 to " + MOST_VMS);
    }
    if (maxNewlyDenied != null && (maxNewlyDenied < 0 || maxNewlyDenied >= MOST_VMS)) {
      throw wrongUsage("--max-newly-denied must be from 0 to " + (MOST_VMS - 1));
    }
    byte[] bundle = pack.read(environment(), err());
    // One VM more than are allowed has to fit into the list, else nobody sees that it is too many.
    int listed = maxNewlyDenied == null ? limit : Math.max(limit, maxNewlyDenied + 1);
    Instant to = until == null ? null : until.past(environment().clock());
    JsonNode impact =
        service.post(
            "/v1/policies/impact",
            new Query()
                .with("since", since.past(environment().clock()))
                .with("until", to)
                .with("scope", scope)
                .with("limit", listed),
            PolicyService.Body.bundle(bundle),
            PolicyService.LONG);
    ImpactReport report = new ImpactReport(impact);
    switch (format) {
      case text -> print(report.text());
      case json -> out().println(impact.toPrettyString());
      case markdown -> print(report.markdown());
    }
    out().flush();
    return gate(report);
  }

  private ExitCode gate(ImpactReport report) {
    if (maxNewlyDenied == null) {
      return ExitCode.DONE;
    }
    int denied = report.newlyDeniedVms();
    if (denied > maxNewlyDenied) {
      throw new CliException(
          ExitCode.NO,
          "%d%s VMs would newly be refused, and %d may be"
              .formatted(denied, report.isTruncated() ? " or more" : "", maxNewlyDenied));
    }
    if (report.isTruncated()) {
      throw new CliException(
          ExitCode.NO,
          "not all VMs are listed, so nobody can tell whether more than %d would newly be refused"
              .formatted(maxNewlyDenied));
    }
    return ExitCode.DONE;
  }
}
