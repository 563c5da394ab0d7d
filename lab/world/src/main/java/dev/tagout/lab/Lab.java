package dev.tagout.lab;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What {@code ./tagout} hands over to Java. */
@Command(
    name = "tagout",
    subcommands = {UpCommand.class, DemoCommand.class, BenchCommand.class, ChaosCommand.class})
public final class Lab {

  private Lab() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Lab()).execute(arguments));
  }
}
