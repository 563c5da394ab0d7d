package dev.tagout.cli.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.cli.Answers;
import dev.tagout.cli.StandIn;
import dev.tagout.cli.Terminal;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RemediationCommandsTest {
  private static final String RUN =
      """
      {"runId":"r-1","decisionId":"d-1","vm":"libvirt:web","vmName":"web-01","host":"libvirt:alpha","tier":"restricted",
       "hostGroup":"finance","instance":"7","trigger":"bypass","action":"power_off","rules":["tier/host_below_vm"],
       "status":"%s","reason":"the limit is reached","hold":"limit","startedAt":"2026-11-24T11:00:00Z",
       "attempts":[{"number":1,"begunAt":"2026-11-24T11:00:01Z","tried":"power_off on libvirt:alpha"}]}
      """;

  private static final String BREAKER =
      """
      {"id":"b-1","tier":"restricted","turned":12,"running":20,"reason":"the breaker of tier restricted is open: 12 of 20",
       "openedAt":"2026-11-24T11:00:00Z","state":"%s"%s}
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
  void listsWhatIsHeldAndByWhat() {
    // Given
    service.answers("GET /v1/runs", Answers.page(RUN.formatted("held")));

    // When
    Terminal.Result result =
        terminal.types("run", "list", "--vm", "libvirt:web", "--status", "held");

    // Then
    assertThat(result)
        .isEqualTo(
            new Terminal.Result(
                0,
                """
                STATUS       ACTION     TRIGGER  VM      TIER        REASON                ID
                held, limit  power_off  bypass   web-01  restricted  the limit is reached  r-1
                """,
                ""));
    assertThat(service.last().path()).isEqualTo("/v1/runs?vm=libvirt:web&status=held&limit=100");
  }

  @Test
  void showsARunWithItsAttempts() {
    // Given
    service.answers("GET /v1/runs/r-1", RUN.formatted("acting"));

    // When
    Terminal.Result result = terminal.types("run", "show", "r-1");

    // Then
    assertThat(result.out())
        .isEqualTo(
            """
            A run
              id          r-1
              status      acting
              reason      the limit is reached
              held by     limit
              vm          web-01 libvirt:web
              tier        restricted
              host        libvirt:alpha
              host group  finance
              instance    7
              trigger     bypass
              action      power_off
              rules       tier/host_below_vm
              decision    d-1
              started     2026-11-24T11:00:00Z

            Attempts
              1. 2026-11-24T11:00:01Z, power_off on libvirt:alpha: goes on
            """);
  }

  @Test
  void approvesWithAReason() {
    // Given
    service.answers("POST /v1/runs/r-1/approve", RUN.formatted("pending"));

    // When
    Terminal.Result result = terminal.types("run", "approve", "r-1", "--reason", "it is right");

    // Then
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).startsWith("The run is approved; it is checked once more.\n");
    assertThat(service.last().text()).isEqualTo("{\"reason\":\"it is right\"}");
  }

  @Test
  void cancelsWithoutOne() {
    // Given
    service.answers("POST /v1/runs/r-1/cancel", RUN.formatted("cancelled"));

    // When
    Terminal.Result result = terminal.types("run", "cancel", "r-1", "-o", "json");

    // Then
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).contains("\"status\" : \"cancelled\"");
    assertThat(service.last().body()).isEmpty();
  }

  @Test
  void whatIsNotHeldIsNotApproved() {
    // Given
    service.answers(
        "POST /v1/runs/r-1/approve",
        409,
        Answers.problem(409, "run-state", "a run that is failed cannot be approved"));

    // When
    Terminal.Result result = terminal.types("run", "approve", "r-1");

    // Then
    assertThat(result)
        .isEqualTo(
            new Terminal.Result(
                1, "", "tagout: a run that is failed cannot be approved\ncode: run-state\n"));
  }

  @Test
  void listsBreakers() {
    // Given
    service.answers(
        "GET /v1/breakers",
        Answers.page(
            BREAKER.formatted("open", ""),
            BREAKER.formatted(
                "reset", ",\"resetAt\":\"2026-11-24T11:30:00Z\",\"resetBy\":\"alice\"")));

    // When
    Terminal.Result result = terminal.types("breaker", "list");

    // Then
    assertThat(result.out())
        .isEqualTo(
            """
            STATE  TIER        TURNED BAD  OPENED                RESET                 BY     BECAUSE
            open   restricted  12 of 20    2026-11-24T11:00:00Z  -                     -      -
            reset  restricted  12 of 20    2026-11-24T11:00:00Z  2026-11-24T11:30:00Z  alice  -
            """);
  }

  @Test
  void resetsABreaker() {
    // Given
    service.answers(
        "POST /v1/breakers/restricted/reset",
        BREAKER.formatted("reset", ",\"resetBy\":\"alice\",\"resetReason\":\"right again\""));

    // When
    Terminal.Result result =
        terminal.types("breaker", "reset", "restricted", "--reason", "right again");

    // Then
    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .isEqualTo(
            """
            The breaker is reset; what it held is checked again.
              tier        restricted
              opened      2026-11-24T11:00:00Z
              why         the breaker of tier restricted is open: 12 of 20
              reset by    alice
              because     right again
            """);
  }

  @Test
  void asksRemediationAndSaysHowToNameAnother() {
    // Given
    Terminal nobody = Terminal.in(Map.of("TAGOUT_REMEDIATION_PORT", "1"), null);

    // When
    Terminal.Result result = nobody.types("run", "list");

    // Then
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err())
        .startsWith("tagout: remediation at http://127.0.0.1:1 cannot be reached")
        .contains("--remediation-url or TAGOUT_REMEDIATION_URL");
  }
}
