package dev.tagout.cli.assignment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.ExitCode;
import dev.tagout.cli.OutputFormat;
import dev.tagout.cli.service.PolicyService;
import dev.tagout.cli.service.Remote;
import dev.tagout.cli.service.Subject;
import dev.tagout.cli.text.Document;
import dev.tagout.contracts.json.ContractViolation;
import java.util.List;
import picocli.CommandLine.Mixin;

/** Declares one VM or host, and says what that changes: what is not named is no longer declared. */
abstract class AssignOne extends Remote {
  @Mixin private AssignmentOptions declared;
  @Mixin private OutputFormat output;

  abstract Subject subject();

  /** As it was typed. */
  abstract String typed();

  /** Hosts only. */
  abstract Boolean maintenance();

  /** Hosts only. */
  abstract Assignment.Enforcement enforcement();

  @Override
  protected final ExitCode run(PolicyService service) {
    Assignment assignment = assignment();
    String id = subject().id(service, typed());
    JsonNode known = service.find(subject().path(id, "")).orElse(null);
    Plan.Step step = Plan.step(subject(), id, known, assignment);
    JsonNode answer = AssignCommand.assign(service, step);
    if (output.isJson()) {
      output.json(answer);
    } else {
      print(lines(step));
    }
    return ExitCode.DONE;
  }

  private Assignment assignment() {
    try {
      return new Assignment(
          declared.tier,
          declared.group,
          declared.owner,
          declared.contact,
          declared.admins,
          maintenance(),
          enforcement());
    } catch (ContractViolation e) {
      String option = e.field().equals("admins") ? "--admin" : "--" + e.field();
      throw wrongUsage(option + " " + e.problem());
    }
  }

  private static List<String> lines(Plan.Step step) {
    Document page = Plan.describe(new Document(), step);
    return step.changes().isEmpty() ? page.indented("is so already").lines() : page.lines();
  }
}
