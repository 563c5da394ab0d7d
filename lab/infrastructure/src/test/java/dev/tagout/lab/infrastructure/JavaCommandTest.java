package dev.tagout.lab.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.lab.infrastructure.JavaCommand.Jit;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JavaCommandTest {

  @Test
  void putsTheProgramAfterItsOptionsAndTheArgumentsLast() {
    // Given
    var command =
        new JavaCommand(
            "64m",
            Jit.QUICK,
            Optional.of(Path.of("a b.jsa")),
            List.of("-jar", "x.jar"),
            List.of("go"));

    // When
    var line = command.line();

    // Then
    assertThat(line)
        .contains("-Xmx64m", "-XX:TieredStopAtLevel=1", "-XX:SharedArchiveFile=a b.jsa")
        .endsWith("-jar", "x.jar", "go");
  }

  @Test
  void leavesTheCompilerAloneForWhatMustBeFast() {
    // Given
    var command =
        new JavaCommand("64m", Jit.FULL, Optional.empty(), List.of("-jar", "x.jar"), List.of());

    // When
    var line = command.line();

    // Then
    assertThat(line).noneMatch(option -> option.contains("Tiered") || option.contains("Archive"));
  }
}
