package dev.tagout.lab.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordCheckTest {
  @TempDir Path built;

  @Test
  void holdsWhenTheCommandProvesIt() throws InterruptedException {
    // When
    Result result = check(built, "echo The record is as it was sealed.; exit 0");

    // Then
    assertThat(result.holds()).isTrue();
    assertThat(result.checked()).isOne();
    assertThat(result.remark()).contains("as it was sealed");
  }

  @Test
  void isBrokenWhenTheCommandFindsAFault() throws InterruptedException {
    // When
    Result result = check(built, "echo decision 7 was changed >&2; exit 1");

    // Then
    assertThat(result.holds()).isFalse();
    assertThat(result.findings().toString()).contains("decision 7 was changed");
  }

  @Test
  void isBrokenWhenTheCommandIsNotBuilt() throws InterruptedException {
    // When
    Result result = check(built.resolve("lib"), "exit 0");

    // Then
    assertThat(result.holds()).isFalse();
    assertThat(result.findings().toString()).contains("not built");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 137})
  void isBrokenWhenTheCommandDidNotCheck(int status) throws InterruptedException {
    // When
    Result result = check(built, "echo unknown option --key; exit " + status);

    // Then
    assertThat(result.holds()).isFalse();
    assertThat(result.checked()).isZero();
    assertThat(result.findings().toString()).contains("" + status, "unknown option --key");
  }

  private static Result check(Path libraries, String script) throws InterruptedException {
    return new RecordCheck(libraries, List.of("sh", "-c", script), Map.of()).check();
  }
}
