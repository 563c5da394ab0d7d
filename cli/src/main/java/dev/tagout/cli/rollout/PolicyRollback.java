package dev.tagout.cli.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.ExitCode;
import dev.tagout.cli.OutputFormat;
import dev.tagout.cli.service.PolicyService;
import dev.tagout.cli.service.Query;
import dev.tagout.cli.service.Remote;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tagout policy rollback} */
@Command(
    name = "rollback",
    description = "Has the service decide by the revision that was active before this one.",
    sortOptions = false)
public final class PolicyRollback extends Remote {
  @Option(names = "--force", description = "Whoever would newly be denied.")
  private boolean force;

  @Mixin private OutputFormat output;

  @Override
  protected ExitCode run(PolicyService service) {
    JsonNode answer =
        service.post(
            "/v1/policies/rollback",
            new Query().with("force", force ? true : null),
            PolicyService.Body.EMPTY,
            PolicyService.LONG);
    if (output.isJson()) {
      output.json(answer);
    } else {
      print(Activation.lines(answer));
    }
    return ExitCode.DONE;
  }
}
