package dev.tagout.cli.waiver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.cli.Answers;
import dev.tagout.cli.StandIn;
import dev.tagout.cli.Terminal;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WaiverCommandsTest {
  private static final String WAIVER =
      """
      {"id":"w-1","state":"%s","rules":["patch/scan_stale"],"vm":"libvirt:web","selector":null,"host":null,
       "reason":"scanner is replaced","ticket":"CHG-1","owner":"alice","requestedBy":"alice",
       "requestedAt":"2026-11-24T12:00:00Z","approvedBy":null,"startsAt":null,"expiresAt":"2026-12-01T12:00:00Z"}
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
  void requestsAWaiverThatEndsSoFarFromNow() {
    // Given
    service.answers("POST /v1/waivers", 201, WAIVER.formatted("requested"));

    // When
    Terminal.Result result =
        terminal.types(
            "waiver",
            "request",
            "--rule",
            "patch/scan_stale",
            "--vm",
            "libvirt:web",
            "--reason",
            "scanner is replaced",
            "--ticket",
            "CHG-1",
            "--starts",
            "1h",
            "--expires",
            "7d");

    // Then
    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .isEqualTo(
            """
            The waiver is requested; somebody else approves it: tagout waiver approve w-1
              id          w-1
              state       requested
              rules       patch/scan_stale
              for         libvirt:web
              reason      scanner is replaced
              ticket      CHG-1
              owner       alice
              expires     2026-12-01T12:00:00Z
              requested   by alice, 2026-11-24T12:00:00Z
            """);
    assertThat(service.last().text())
        .isEqualTo(
            "{\"rules\":[\"patch/scan_stale\"],\"vm\":\"libvirt:web\",\"reason\":\"scanner is replaced\","
                + "\"ticket\":\"CHG-1\",\"startsAt\":\"2026-11-24T13:00:00Z\",\"expiresAt\":\"2026-12-01T12:00:00Z\"}");
  }

  @Test
  void requestsAWaiverForVmsThatASelectorNames() {
    // Given
    service.answers("POST /v1/waivers", 201, WAIVER.formatted("requested"));

    // When
    Terminal.Result result =
        terminal.types(
            "waiver",
            "request",
            "--rule",
            "a/b",
            "--rule",
            "c/d",
            "--selector",
            "tier=internal,owner=finance",
            "--host",
            "libvirt:alpha",
            "--owner",
            "carol",
            "--reason",
            "r",
            "--expires",
            "2026-12-01T00:00:00Z");

    // Then
    assertThat(result.exitCode()).isZero();
    assertThat(service.last().text())
        .isEqualTo(
            "{\"rules\":[\"a/b\",\"c/d\"],\"selector\":{\"tier\":\"internal\",\"owner\":\"finance\"},"
                + "\"host\":\"libvirt:alpha\",\"reason\":\"r\",\"owner\":\"carol\",\"expiresAt\":\"2026-12-01T00:00:00Z\"}");
  }

  @Test
  void aWaiverForEverythingIsNotRequested() {
    // When
    Terminal.Result result =
        terminal.types("waiver", "request", "--rule", "a/b", "--reason", "r", "--expires", "7d");

    // Then
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).startsWith("say for what: --vm, --selector or --host");
    assertThat(service.requests()).isEmpty();
  }

  @Test
  void aSelectorHasFieldsOfItsOwn() {
    // When
    Terminal.Result result =
        terminal.types(
            "waiver",
            "request",
            "--rule",
            "a/b",
            "--selector",
            "name=web",
            "--reason",
            "r",
            "--expires",
            "7d");

    // Then
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(service.requests()).isEmpty();
  }

  @Test
  void aRequestWithoutATokenSaysHowToGiveOne() {
    // Given
    service.answers(
        "POST /v1/waivers",
        401,
        Answers.problem(401, "authentication-required", "a waiver is requested by somebody"));

    // When
    Terminal.Result result =
        terminal.types(
            "waiver",
            "request",
            "--rule",
            "a/b",
            "--vm",
            "libvirt:web",
            "--reason",
            "r",
            "--expires",
            "7d");

    // Then
    assertThat(result)
        .isEqualTo(
            new Terminal.Result(
                1,
                "",
                """
                tagout: a waiver is requested by somebody
                code: authentication-required
                No token was sent: give one with --token-file, TAGOUT_TOKEN, or --as a local user.
                """));
  }

  @Test
  void approves() {
    // Given
    service.answers("POST /v1/waivers/w-1/approve", WAIVER.formatted("active"));

    // When
    Terminal.Result result = terminal.types("waiver", "approve", "w-1");

    // Then
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).startsWith("The waiver is approved.\n").contains("state       active");
    assertThat(service.last().body()).isEmpty();
  }

  @Test
  void anApprovalThatIsRefusedIsNo() {
    // Given
    service.answers(
        "POST /v1/waivers/w-1/approve",
        403,
        Answers.problem(403, "approval-by-requester", "alice has requested it"));

    // When
    Terminal.Result result = terminal.types("waiver", "approve", "w-1");

    // Then
    assertThat(result)
        .isEqualTo(
            new Terminal.Result(
                1, "", "tagout: alice has requested it\ncode: approval-by-requester\n"));
  }

  @Test
  void revokesWithAReason() {
    // Given
    service.answers("POST /v1/waivers/w-1/revoke", WAIVER.formatted("revoked"));

    // When
    Terminal.Result result = terminal.types("waiver", "revoke", "w-1", "--reason", "done");

    // Then
    assertThat(result.exitCode()).isZero();
    assertThat(service.last().text()).isEqualTo("{\"reason\":\"done\"}");
  }

  @Test
  void listsByStateAndVm() {
    // Given
    service.answers("GET /v1/waivers", Answers.page(WAIVER.formatted("active")));

    // When
    Terminal.Result result =
        terminal.types(
            "waiver", "list", "--vm", "libvirt:web", "--rule", "a/b", "--state", "active");

    // Then
    assertThat(result.out())
        .isEqualTo(
            """
            STATE   RULES             FOR          EXPIRES               REQUESTED BY  APPROVED BY  TICKET  ID
            active  patch/scan_stale  libvirt:web  2026-12-01T12:00:00Z  alice         -            CHG-1   w-1
            """);
    assertThat(service.last().path())
        .isEqualTo("/v1/waivers?vm=libvirt:web&rule=a/b&state=active&limit=100");
  }

  @Test
  void showsAsJson() {
    // Given
    service.answers("GET /v1/waivers/w-1", WAIVER.formatted("active"));

    // When
    Terminal.Result result = terminal.types("waiver", "show", "w-1", "-o", "json");

    // Then
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).contains("\"selector\" : null");
  }

  @Test
  void aWaiverThatDoesNotExistIsNo() {
    // When
    Terminal.Result result = terminal.types("waiver", "show", "w-2");

    // Then
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).startsWith("tagout: there is no such thing\n");
  }
}
