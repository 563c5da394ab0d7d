package dev.tagout.lab.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
  @Test
  void showsNoLinesOfAnEarlierRun(@TempDir Path directory) throws Exception {
    // Given
    Path log = directory.resolve("echo.log");
    Files.writeString(log, "an earlier run, that ended well\n");

    // When
    List<String> lines;
    try (ChildProcess child =
        ChildProcess.start("echo", List.of("sh", "-c", "echo one; echo two >&2"), Map.of(), log)) {
      child.onExit().get();
      lines = child.lastLines(20);
    }

    // Then
    assertThat(lines).containsExactly("one", "two");
    assertThat(log).content().startsWith("an earlier run");
  }
}
