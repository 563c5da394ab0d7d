package dev.tagout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Holds {@code docs/cli.md} and the commands together. */
class CommandsPageTest {
  @Test
  void pageIsCurrent() throws IOException {
    // Given
    Path page = Path.of(System.getProperty("tagout.root"), "docs", "cli.md");
    CommandLine tagout = Tagout.commandLine(new Environment(Map.of(), null, Clock.systemUTC()));

    // When
    String made = page(tagout);

    // Then
    if (Boolean.getBoolean("tagout.docs.write")) {
      Files.writeString(page, made);
    }
    assertThat(Files.exists(page) ? Files.readString(page) : "")
        .as(
            "docs/cli.md is not current. Refresh it with: ./mvnw -pl cli -am test"
                + " -Dtagout.docs.write=true")
        .isEqualTo(made);
  }

  private static String page(CommandLine tagout) {
    StringBuilder page =
        new StringBuilder(
            """
            # Commands

            <!-- Made from the commands themselves. Refresh: ./mvnw -pl cli -am test -Dtagout.docs.write=true -->

            What is typed after `./tagout`, beside `up`, `demo`, `test` and `bench`. Each command says this of itself with `--help`.

            Exit status: 0 done; 1 the answer is no (refused, violations, a check failed); 2 wrong usage; 3 a service could not be reached. Errors go to standard
            error, one line first, then details. With `-o json` a command writes the service's JSON as it is; lists are one page `{"items":[…],"next":…}`.

            A VM or host is named by its id, such as `libvirt:host-a`, or by its name where only one has it. What has a colon is taken for an id.

            """);
    for (CommandLine command : tagout.getSubcommands().values()) {
      describe(page, command, 2);
    }
    return page.toString();
  }

  private static void describe(StringBuilder page, CommandLine command, int level) {
    page.append("#".repeat(level))
        .append(" `")
        .append(command.getCommandSpec().qualifiedName())
        .append("`\n\n```text\n")
        .append(command.getUsageMessage(Ansi.OFF).replaceAll("(?m) +$", "").stripTrailing())
        .append("\n```\n\n");
    command.getSubcommands().values().forEach(below -> describe(page, below, level + 1));
  }
}
