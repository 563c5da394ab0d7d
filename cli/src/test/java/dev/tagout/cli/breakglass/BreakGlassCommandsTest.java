package dev.tagout.cli.breakglass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.cli.Answers;
import dev.tagout.cli.StandIn;
import dev.tagout.cli.Terminal;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BreakGlassCommandsTest {
  private static final String GLASS =
      """
      {"id":"g-1","state":"%s","vm":"libvirt:till","host":"libvirt:alpha","reason":"the till is down","ticket":"INC-1",
       "minutes":10,"requestedBy":"alice","requestedAt":"2026-11-24T12:00:00Z","approvedBy":"bob",
       "approvedAt":"2026-11-24T12:01:00Z","expiresAt":"2026-11-24T12:11:00Z","usedAt":null,"usedOn":null,
       "decision":null,"revokedBy":null,"revokedAt":null,"revokeReason":null}
      """;

  private StandIn service;
  private Terminal terminal;

  @BeforeEach
  void start() throws IOException {
    service = new StandIn();
    terminal = Terminal.at(service);
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void requestsForAVmOnAHost() {
    // Given
    service.answers("POST /v1/break-glass", 201, GLASS.formatted("requested"));

    // When
    Terminal.Result result =
        terminal.types(
            "break-glass",
            "request",
            "--vm",
            "libvirt:till",
            "--host",
            "libvirt:alpha",
            "--reason",
            "the till is down",
            "--ticket",
            "INC-1",
            "--minutes",
            "10");

    // Then
    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .isEqualTo(
            """
            Break-glass is requested; somebody else approves it: tagout break-glass approve g-1
              id          g-1
              state       requested
              VM          libvirt:till
              host        libvirt:alpha
              reason      the till is down
              ticket      INC-1
              minutes     10
              expires     2026-11-24T12:11:00Z
              requested   by alice, 2026-11-24T12:00:00Z
              approved    by bob, 2026-11-24T12:01:00Z
            """);
    assertThat(service.last().text())
        .isEqualTo(
            "{\"vm\":\"libvirt:till\",\"host\":\"libvirt:alpha\",\"reason\":\"the till is down\","
                + "\"ticket\":\"INC-1\",\"minutes\":10}");
  }

  @Test
  void requestsForAnyHostOnlyWhenThatIsSaid() {
    // Given
    service.answers("POST /v1/break-glass", 201, GLASS.formatted("requested"));

    // When
    Terminal.Result result =
        terminal.types(
            "break-glass", "request", "--vm", "libvirt:till", "--any-host", "--reason", "r");

    // Then
    assertThat(result.exitCode()).isZero();
    assertThat(service.last().text())
        .isEqualTo("{\"vm\":\"libvirt:till\",\"anyHost\":true,\"reason\":\"r\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " --host libvirt:alpha --any-host"})
  void aRequestSaysForWhichHostOrThatItIsAny(String where) {
    // Given
    String line = "break-glass request --vm libvirt:till --reason r" + where;

    // When
    Terminal.Result result = terminal.types(line.split(" "));

    // Then
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("--host").contains("--any-host");
    assertThat(service.requests()).isEmpty();
  }

  @Test
  void approves() {
    // Given
    service.answers("POST /v1/break-glass/g-1/approve", GLASS.formatted("approved"));

    // When
    Terminal.Result result = terminal.types("break-glass", "approve", "g-1");

    // Then
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).startsWith("Break-glass is approved: start the VM now.\n");
    assertThat(service.last().body()).isEmpty();
  }

  @Test
  void anApprovalThatIsRefusedIsNo() {
    // Given
    service.answers(
        "POST /v1/break-glass/g-1/approve",
        403,
        Answers.problem(403, "approval-by-requester", "alice has requested it"));

    // When
    Terminal.Result result = terminal.types("break-glass", "approve", "g-1");

    // Then
    assertThat(result)
        .isEqualTo(
            new Terminal.Result(
                1, "", "tagout: alice has requested it\ncode: approval-by-requester\n"));
  }

  @Test
  void revokesWithAReason() {
    // Given
    service.answers("POST /v1/break-glass/g-1/revoke", GLASS.formatted("revoked"));

    // When
    Terminal.Result result = terminal.types("break-glass", "revoke", "g-1", "--reason", "done");

    // Then
    assertThat(result.exitCode()).isZero();
    assertThat(service.last().text()).isEqualTo("{\"reason\":\"done\"}");
  }

  @Test
  void listsByStateAndVm() {
    // Given
    service.answers("GET /v1/break-glass", Answers.page(GLASS.formatted("approved")));

    // When
    Terminal.Result result =
        terminal.types("break-glass", "list", "--vm", "libvirt:till", "--state", "approved");

    // Then
    assertThat(result.out())
        .isEqualTo(
            """
            STATE     VM            HOST           EXPIRES               REQUESTED BY  APPROVED BY  TICKET  ID
            approved  libvirt:till  libvirt:alpha  2026-11-24T12:11:00Z  alice         bob          INC-1   g-1
            """);
    assertThat(service.last().path())
        .isEqualTo("/v1/break-glass?vm=libvirt:till&state=approved&limit=100");
  }

  @Test
  void showsAsJson() {
    // Given
    service.answers("GET /v1/break-glass/g-1", GLASS.formatted("used"));

    // When
    Terminal.Result result = terminal.types("break-glass", "show", "g-1", "-o", "json");

    // Then
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).contains("\"state\" : \"used\"");
  }
}
