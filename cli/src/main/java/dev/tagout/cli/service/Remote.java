package dev.tagout.cli.service;

import dev.tagout.cli.Environment;
import dev.tagout.cli.ExitCode;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that asks the service and shows the answer. */
public abstract class Remote implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ServiceOptions options;

  /** Asks, and shows. */
  protected abstract ExitCode run(PolicyService service);

  @Override
  public final Integer call() {
    return run(options.service()).number();
  }

  /** A service that the command does not get by itself. */
  protected final PolicyService service(Peer peer) {
    return options.service(peer);
  }

  protected final Environment environment() {
    return options.environment();
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
