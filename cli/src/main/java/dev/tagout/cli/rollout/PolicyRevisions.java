package dev.tagout.cli.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.ExitCode;
import dev.tagout.cli.OutputFormat;
import dev.tagout.cli.service.Answer;
import dev.tagout.cli.service.Listing;
import dev.tagout.cli.service.PageOptions;
import dev.tagout.cli.service.PolicyService;
import dev.tagout.cli.service.Query;
import dev.tagout.cli.service.Remote;
import dev.tagout.cli.text.Table;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tagout policy revisions} */
@Command(
    name = "revisions",
    description = "The revisions that were ever active, newest first, and who activated them.",
    sortOptions = false)
public final class PolicyRevisions extends Remote {
  @Mixin private PageOptions page;
  @Mixin private OutputFormat output;

  @Override
  protected ExitCode run(PolicyService service) {
    Listing revisions = page.ask(service, "/v1/policies", Query::new);
    page.write(revisions, PolicyRevisions::table, "revisions", output);
    return ExitCode.DONE;
  }

  static Table table(List<JsonNode> revisions) {
    Table table =
        new Table()
            .whole("REVISION")
            .column("STATE", 8)
            .whole("LOADED")
            .whole("ACTIVATED")
            .column("BY", 24)
            .whole("BEFORE IT");
    for (JsonNode revision : revisions) {
      table.row(
          Answer.text(revision, "revision"),
          revision.path("active").asBoolean() ? "active" : "",
          Answer.text(revision, "loadedAt"),
          Answer.text(revision, "activatedAt"),
          Answer.text(revision, "activatedBy"),
          Answer.text(revision, "previous"));
    }
    return table;
  }
}
