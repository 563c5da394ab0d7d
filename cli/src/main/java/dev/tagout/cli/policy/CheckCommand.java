package dev.tagout.cli.policy;

import dev.tagout.cli.ExitCode;
import dev.tagout.cli.OutputFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tagout policy check} */
@Command(
    name = "check",
    description =
        "Checks policies: syntax, format, types, capabilities, metadata, parameters and scenarios.",
    sortOptions = false)
final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private PolicyOptions policies;
  @Mixin private OutputFormat output;

  @Override
  public Integer call() {
    List<String> arguments = new ArrayList<>(List.of("--no-tests"));
    policies.site().ifPresent(site -> arguments.addAll(List.of("--site", site.toString())));
    arguments.add(policies.pack().toString());
    var said = PolicyTools.script("check", arguments, Map.of());
    if (output.isJson()) {
      output.json(CheckReport.of(said.out().lines().toList(), said.err().lines().toList()).json());
    } else {
      output.out().print(said.out());
    }
    if (!said.isGood()) {
      spec.commandLine().getErr().println("tagout: the policies are not in order");
      spec.commandLine().getErr().print(said.err());
    }
    output.out().flush();
    spec.commandLine().getErr().flush();
    return said.isGood() ? ExitCode.DONE.number() : ExitCode.NO.number();
  }
}
