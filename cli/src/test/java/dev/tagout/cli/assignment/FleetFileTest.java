package dev.tagout.cli.assignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tagout.cli.CliException;
import dev.tagout.cli.ExitCode;
import dev.tagout.cli.service.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetFileTest {
  @TempDir private Path directory;

  @Test
  void readsVmsAndHosts() throws IOException {
    // Given
    Path file =
        file(
            """
            vms:
              - id: libvirt:web
                tier: internal
                group: shop
                owner: finance
                contact: it@example.org
                admins: [alice, bob]
            hosts:
              - {id: "libvirt:alpha", tier: restricted, maintenance: true, enforcement: observe}
            """);

    // When
    List<FleetFile.Entry> entries = FleetFile.read(file);

    // Then
    assertThat(entries)
        .containsExactly(
            new FleetFile.Entry(
                Subject.VM,
                "libvirt:web",
                new Assignment(
                    "internal",
                    "shop",
                    "finance",
                    "it@example.org",
                    List.of("alice", "bob"),
                    null,
                    null)),
            new FleetFile.Entry(
                Subject.HOST,
                "libvirt:alpha",
                new Assignment(
                    "restricted", null, null, null, null, true, Assignment.Enforcement.observe)));
  }

  @Test
  void namesEveryFaultWithItsLineAndField() throws IOException {
    // Given
    Path file =
        file(
            """
            vms:
              - id: libvirt:web
                tier: internal
                teir: internal
              - id: libvirt:web
                tier: internal
              - id: web
                tier: internal
              - tier: internal
              - id: libvirt:db
                tier: 3
                admins: alice
              - id: libvirt:mail
              - id: libvirt:x
                tier: a
                tier: b
                maintenance: true
              - just text
            hosts:
              - id: libvirt:alpha
                tier: restricted
                maintenance: yes
                enforcement: Observe
            others: []
            """);

    // When
    CliException fault = fault(file);

    // Then
    assertThat(fault.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(fault.details())
        .map(line -> line.substring(file.toString().length()))
        .containsExactly(
            ":4: vms[0].teir: is no field; there are id, tier, group, owner, contact, admins",
            ":5: vms[1].id: libvirt:web stands in line 2 already",
            ":7: vms[2].id: must be <platform>:<native id>, printable and without blanks, such as"
                + " libvirt:0f3c…",
            ":9: vms[3].id: is missing",
            ":11: vms[4].tier: must be text; put 3 in quotes",
            ":12: vms[4].admins: must be a list",
            ":13: vms[5].tier: is missing",
            ":16: vms[6].tier: stands here twice",
            ":17: vms[6].maintenance: is no field; there are id, tier, group, owner, contact, admins",
            ":18: vms[7]: must be an object",
            ":22: hosts[0].maintenance: must be true or false",
            ":23: hosts[0].enforcement: must be enforce or observe",
            ":24: others: is no field; there are vms, hosts");
  }

  @Test
  void aBlankOwnerIsRefused() throws IOException {
    // Given
    Path file = file("vms:\n  - id: libvirt:a\n    tier: x\n    owner: ' '\n");

    // When
    CliException fault = fault(file);

    // Then
    assertThat(fault.details())
        .containsExactly(file + ":4: vms[0].owner: must not be blank; leave it out");
  }

  @Test
  void whatIsNoYamlIsNamedWithItsLine() throws IOException {
    // Given
    Path file = file("vms:\n  - id: [\n");

    // When
    CliException fault = fault(file);

    // Then
    assertThat(fault).hasMessageContaining("no YAML");
    assertThat(fault.details()).singleElement().asString().startsWith(file + ":3: ");
  }

  @Test
  void aBombOfAliasesIsNotExpanded() throws IOException {
    // Given
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 60; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    Path file = file(bomb.toString());

    // When
    CliException fault = fault(file);

    // Then
    assertThat(fault.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
  }

  @Test
  void anEmptyFileIsNoFleet() throws IOException {
    // Given
    Path file = file("# nothing\n");

    // When
    CliException fault = fault(file);

    // Then
    assertThat(fault.details())
        .containsExactly(file + ":1: $: is empty; it has vms, hosts or both");
  }

  @Test
  void aFileThatIsNotThereIsSaid() {
    // Given
    Path file = directory.resolve("none.yaml");

    // When
    CliException fault = fault(file);

    // Then
    assertThat(fault).hasMessage("cannot read " + file);
  }

  private static CliException fault(Path file) {
    return catchThrowableOfType(CliException.class, () -> FleetFile.read(file));
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("fleet.yaml"), text);
  }
}
