package dev.tagout.cli.policy;

import dev.tagout.cli.ExitCode;
import dev.tagout.cli.OutputFormat;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tagout policy new} */
@Command(
    name = "new",
    description =
        "Begins a rule: metadata, test, parameters, schema and scenarios that pass as they are.",
    sortOptions = false)
final class NewCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "CATEGORY/NAME",
      description = "What the rule is called, such as disk/unencrypted.")
  private String name;

  @Mixin private PolicyOptions policies;
  @Mixin private OutputFormat output;

  @Override
  public Integer call() {
    var scaffold = new Scaffold(RuleName.of(name), policies.pack(), policies.siteToBe());
    var files = scaffold.write();
    if (output.isJson()) {
      var json = PolicyTools.JSON.createObjectNode().put("rule", scaffold.id());
      json.put("directory", scaffold.directory().toString());
      var list = json.putArray("files");
      files.forEach(file -> list.add(file.toString()));
      output.json(json);
    } else {
      output.out().printf("%s, in %s:%n", scaffold.id(), scaffold.directory());
      files.forEach(file -> output.out().println("  " + file));
      output
          .out()
          .println(
              "It works as it is, on the VMs of example-team. Next: edit, policy check, policy test.");
    }
    output.out().flush();
    return ExitCode.DONE.number();
  }
}
