package dev.tagout.cli.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.cli.Answers;
import dev.tagout.cli.StandIn;
import dev.tagout.cli.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssignCommandTest {
  private static final String FLEET =
      """
      vms:
        - {id: "libvirt:web", tier: restricted, owner: finance, admins: [alice]}
        - {id: "libvirt:new", tier: internal}
      hosts:
        - {id: "libvirt:alpha", tier: restricted, maintenance: true, enforcement: observe}
      """;

  @TempDir private Path directory;

  private StandIn service;
  private Terminal terminal;
  private Path fleet;

  @BeforeEach
  void start() throws IOException {
    service = new StandIn();
    service.answers(
        "GET /v1/vms",
        Answers.page(
            Answers.VM,
            "{\"id\":\"libvirt:other\",\"name\":\"other\",\"assignment\":{\"tier\":\"internal\"}}",
            "{\"id\":\"libvirt:bare\",\"name\":\"bare\"}"));
    service.answers("GET /v1/hosts", Answers.page(Answers.HOST));
    for (String path : new String[] {"vms/libvirt:web", "vms/libvirt:new", "vms/libvirt:other"}) {
      service.answers("PUT /v1/" + path + "/assignment", "{\"tier\":\"x\"}");
    }
    terminal = Terminal.at(service);
    fleet = Files.writeString(directory.resolve("fleet.yaml"), FLEET);
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void aDryRunShowsTheDifferenceAndSendsNothing() {
    // When
    Terminal.Result result = terminal.types("assign", "-f", fleet.toString(), "--dry-run");

    // Then
    assertThat(result)
        .isEqualTo(
            new Terminal.Result(
                0,
                """
                VM web-01 (libvirt:web)
                  tier: internal -> restricted
                VM libvirt:new, not seen yet
                  tier: nothing -> internal

                2 would change, 1 is so already.
                """,
                ""));
    assertThat(service.requests()).extracting(StandIn.Request::method).containsOnly("GET");
  }

  @Test
  void appliesWhatDiffersAndLeavesTheRestAlone() {
    // When
    Terminal.Result result = terminal.types("assign", "-f", fleet.toString());

    // Then
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).endsWith("2 changed, 1 is so already.\n");
    assertThat(service.requests())
        .filteredOn(request -> request.method().equals("PUT"))
        .extracting(StandIn.Request::path, StandIn.Request::text)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "/v1/vms/libvirt:web/assignment",
                "{\"tier\":\"restricted\",\"owner\":\"finance\",\"admins\":[\"alice\"]}"),
            org.assertj.core.groups.Tuple.tuple(
                "/v1/vms/libvirt:new/assignment", "{\"tier\":\"internal\"}"));
  }

  @Test
  void prunesWhatTheFileDoesNotNameWhenAsked() {
    // When
    Terminal.Result result = terminal.types("assign", "-f", fleet.toString(), "--prune");

    // Then
    assertThat(result.out())
        .contains("VM other (libvirt:other)\n  tier: internal -> nothing\n")
        .doesNotContain("bare")
        .endsWith("3 changed, 1 is so already.\n");
    assertThat(service.last().path()).isEqualTo("/v1/vms/libvirt:other/assignment");
    assertThat(service.last().text()).isEqualTo("{}");
  }

  @Test
  void theDifferenceIsJsonForPrograms() {
    // When
    Terminal.Result result =
        terminal.types("assign", "-f", fleet.toString(), "--dry-run", "-o", "json");

    // Then
    assertThat(result.out().replaceAll("\\s", ""))
        .isEqualTo(
            "{\"applied\":false,\"unchanged\":1,\"changes\":[{\"kind\":\"vm\",\"id\":\"libvirt:web\","
                + "\"before\":{\"tier\":\"internal\",\"owner\":\"finance\",\"admins\":[\"alice\"]},"
                + "\"after\":{\"tier\":\"restricted\",\"owner\":\"finance\",\"admins\":[\"alice\"]}},"
                + "{\"kind\":\"vm\",\"id\":\"libvirt:new\",\"before\":{},\"after\":{\"tier\":\"internal\"}}]}");
  }

  @Test
  void aFileWithAFaultIsRefusedBeforeAnythingIsAsked() throws IOException {
    // Given
    Files.writeString(fleet, "vms:\n  - id: libvirt:web\n    tier: a\n    color: red\n");

    // When
    Terminal.Result result = terminal.types("assign", "-f", fleet.toString());

    // Then
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .isEqualTo(
            "tagout: %s is not taken; nothing was assigned\n%s:4: vms[0].color: is no field; there are id, tier, group, owner, contact, admins\n"
                .formatted(fleet, fleet));
    assertThat(service.requests()).isEmpty();
  }

  @Test
  void whatWasDoneBeforeARefusalIsSaid() {
    // Given
    service.answers(
        "PUT /v1/vms/libvirt:new/assignment", 400, Answers.problem(400, "invalid", "tier: no"));

    // When
    Terminal.Result result = terminal.types("assign", "-f", fleet.toString());

    // Then
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .startsWith("tagout: tier: no\n")
        .contains(
            "This was VM libvirt:new, not seen yet. 1 of 2 changes were made before it; the same"
                + " file can be given again.");
  }

  @Test
  void assignsOneVmAndSaysWhatThatChanges() {
    // Given
    service.answers("GET /v1/vms/libvirt:web", Answers.VM);

    // When
    Terminal.Result result =
        terminal.types(
            "assign",
            "vm",
            "libvirt:web",
            "--tier",
            "internal",
            "--admin",
            "bob",
            "--admin",
            "carol");

    // Then
    assertThat(result)
        .isEqualTo(
            new Terminal.Result(
                0,
                """
                VM web-01 (libvirt:web)
                  admins: alice -> bob, carol
                  owner: finance -> nothing
                """,
                ""));
    assertThat(service.last().text())
        .isEqualTo("{\"tier\":\"internal\",\"admins\":[\"bob\",\"carol\"]}");
  }

  @Test
  void assignsAHostThatNobodyHasSeen() {
    // Given
    service.answers("PUT /v1/hosts/libvirt:beta/assignment", "{\"tier\":\"internal\"}");

    // When
    Terminal.Result result =
        terminal.types(
            "assign",
            "host",
            "libvirt:beta",
            "--tier",
            "internal",
            "--maintenance",
            "--enforcement",
            "observe",
            "-o",
            "json");

    // Then
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).isEqualTo("{\n  \"tier\" : \"internal\"\n}\n");
    assertThat(service.last().text())
        .isEqualTo("{\"tier\":\"internal\",\"maintenance\":true,\"enforcement\":\"observe\"}");
  }

  @Test
  void onlyHostsAreForMaintenance() {
    // When
    Terminal.Result result =
        terminal.types("assign", "vm", "libvirt:web", "--tier", "internal", "--maintenance");

    // Then
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(service.requests()).isEmpty();
  }

  @Test
  void aTierIsNeeded() {
    // When
    Terminal.Result result = terminal.types("assign", "vm", "libvirt:web", "--owner", "finance");

    // Then
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("--tier");
  }

  @Test
  void aFieldThatIsTooLongIsNamedByItsOption() {
    // When
    Terminal.Result result =
        terminal.types("assign", "vm", "libvirt:web", "--tier", "x".repeat(101));

    // Then
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).startsWith("--tier ");
  }
}
