package dev.tagout.cli.service;

import dev.tagout.cli.ExitCode;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that asks a service and shows the answer. */
abstract class ServiceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  /** Asks, and shows. */
  abstract ExitCode ask();

  @Override
  public final Integer call() {
    return ask().number();
  }

  protected final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  protected final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  protected final void print(List<String> lines) {
    lines.forEach(out()::println);
  }

  /** What was typed makes no sense. */
  protected final ParameterException wrongUsage(String line) {
    return new ParameterException(spec.commandLine(), line);
  }
}
