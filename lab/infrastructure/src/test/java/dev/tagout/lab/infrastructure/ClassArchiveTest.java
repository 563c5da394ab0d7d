package dev.tagout.lab.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
  private static final Instant BUILT = Instant.parse("2026-11-29T10:00:00Z");

  @TempDir Path directory;
  private Path jar;
  private Path file;

  @BeforeEach
  void files() throws IOException {
    jar = file("program.jar", BUILT);
    file = file("program.jsa", BUILT.plusSeconds(60));
  }

  @Test
  void anArchiveOfThisBuildStays() {
    // When
    new ClassArchive(file).forgetIfOlderThan(List.of("-Da=b", "-jar", jar.toString()));

    // Then
    assertThat(file).exists();
  }

  @Test
  void anArchiveOfAnOlderBuildGoes() throws IOException {
    // Given
    Files.setLastModifiedTime(jar, FileTime.from(BUILT.plusSeconds(3600)));

    // When
    new ClassArchive(file).forgetIfOlderThan(List.of("-Da=b", "-jar", jar.toString()));

    // Then
    assertThat(file).doesNotExist();
  }

  @Test
  void everyJarOfAClassPathCounts() throws IOException {
    // Given
    Path newer = file("newer.jar", BUILT.plusSeconds(3600));

    // When
    new ClassArchive(file).forgetIfOlderThan(List.of("-cp", jar + ":" + newer, "Main"));

    // Then
    assertThat(file).doesNotExist();
  }

  private Path file(String name, Instant modified) throws IOException {
    Path made = Files.writeString(directory.resolve(name), name);
    Files.setLastModifiedTime(made, FileTime.from(modified));
    return made;
  }
}
