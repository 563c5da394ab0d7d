package dev.tagout.cli.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tagout.cli.ExitCode;
import dev.tagout.cli.OutputFormat;
import dev.tagout.cli.service.PolicyService;
import dev.tagout.cli.service.Query;
import dev.tagout.cli.service.Remote;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tagout policy activate} */
@Command(
    name = "activate",
    description = {
      "Has the service decide by other policies, as a whole or not at all.",
      "A directory is checked and tested first. Refused when too many running VMs would newly be denied, and when the policies are at fault."
    },
    footer = {
      "%nExamples:",
      "  tagout policy activate --pack policies --site /etc/tagout/site",
      "  tagout policy activate --revision 9f2ab41c77d0e6b3"
    },
    sortOptions = false)
public final class PolicyActivate extends Remote {
  @Mixin private PackOptions pack;

  @Option(
      names = "--revision",
      paramLabel = "REVISION",
      description = "Instead of policies: a revision that was active before.")
  private String revision;

  @Option(names = "--force", description = "Whoever would newly be denied.")
  private boolean force;

  @Mixin private OutputFormat output;

  @Override
  protected ExitCode run(PolicyService service) {
    if (revision != null && pack.isGiven()) {
      throw wrongUsage("--revision goes without --pack, --site and --bundle");
    }
    if (revision == null && pack.fault() != null) {
      throw wrongUsage(pack.fault() + ", or --revision REVISION");
    }
    PolicyService.Body body =
        revision == null
            ? PolicyService.Body.bundle(pack.readChecked(environment(), err()))
            : PolicyService.Body.json(
                JsonNodeFactory.instance.objectNode().put("revision", revision));
    JsonNode answer =
        service.post(
            "/v1/policies/activate",
            new Query().with("force", force ? true : null),
            body,
            PolicyService.LONG);
    if (output.isJson()) {
      output.json(answer);
    } else {
      print(Activation.lines(answer));
    }
    return ExitCode.DONE;
  }
}
