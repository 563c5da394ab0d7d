package dev.tagout.lab.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RunningPostgresTest {

  @Test
  void readsUserAndPasswordFromTheUrl() {
    // When
    var postgres =
        new RunningPostgres("jdbc:postgresql://db:5432/postgres?user=tagout&password=a%26b");

    // Then
    assertThat(postgres.maintenance())
        .isEqualTo(new Database("jdbc:postgresql://db:5432/postgres", "tagout", "a&b"));
    assertThat(postgres.maintenance().named("other").jdbcUrl())
        .isEqualTo("jdbc:postgresql://db:5432/other");
  }

  @Test
  void saysTheFormThatItWants() {
    // When, Then
    assertThatThrownBy(() -> new RunningPostgres("db:5432"))
        .hasMessageContaining("jdbc:postgresql://host:port/database?user=");
  }
}
