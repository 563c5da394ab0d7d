package dev.tagout.cli.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.cli.Answers;
import dev.tagout.cli.StandIn;
import dev.tagout.cli.Terminal;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DecisionCommandsTest {
  private static final String BREAK_GLASS = "019ab0d4-3b1c-7c57-9e0e-6a1f3e2d4c5b";

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
  void listsWithTheFiltersOfTheService() {
    // Given
    service.answers(
        "GET /v1/decisions", Answers.page(Answers.denied(), Answers.decision("DENIED", true)));

    // When
    Terminal.Result result =
        terminal.types(
            "decision",
            "list",
            "--vm",
            "libvirt:web",
            "--host",
            "libvirt:alpha",
            "--outcome",
            "denied",
            "--rule",
            "patch/scan_stale",
            "--since",
            "12h",
            "--until",
            "2026-11-24T11:30:00+01:00");

    // Then
    assertThat(result.out())
        .isEqualTo(
            """
            DECIDED               OUTCOME           POINT     VM      HOST   RULES             ID
            2026-11-24T11:00:00Z  DENIED            POWER_ON  web-01  alpha  patch/scan_stale  %1$s
            2026-11-24T11:00:00Z  DENIED, observed  POWER_ON  web-01  alpha  -                 %1$s
            """
                .formatted(Answers.DECISION_ID));
    assertThat(service.last().path())
        .isEqualTo(
            "/v1/decisions?vm=libvirt:web&host=libvirt:alpha&outcome=DENIED&rule=patch/scan_stale"
                + "&since=2026-11-24T00:00:00Z&until=2026-11-24T10:30:00Z&limit=100");
  }

  @Test
  void listsWhatABreakGlassAdmittedAsSuch() {
    // Given
    service.answers("GET /v1/decisions", Answers.page(Answers.byBreakGlass(BREAK_GLASS)));

    // When
    Terminal.Result result = terminal.types("decision", "list");

    // Then
    assertThat(result.out()).contains("  DENIED, break-glass  ");
  }

  @Test
  void showsByWhichBreakGlassAStartWasAdmitted() {
    // Given
    service.answers("GET /v1/decisions/" + Answers.DECISION_ID, Answers.byBreakGlass(BREAK_GLASS));

    // When
    Terminal.Result result = terminal.types("decision", "show", Answers.DECISION_ID);

    // Then
    assertThat(result.out())
        .contains("  outcome     DENIED, admitted\n  break-glass " + BREAK_GLASS + "\n");
  }

  @Test
  void showsADecisionWithTheFactsThatItWasMadeFrom() {
    // Given
    String recorded =
        Answers.denied()
            .strip()
            .replaceFirst(
                "}$",
                ",\"input\":{\"vm\":{\"id\":\"libvirt:web\",\"patch\":{\"observedAt\":\"2026-11-14T11:00:00Z\",\"source\":\"osquery\"}},"
                    + "\"host\":{\"id\":\"libvirt:alpha\"}}}");
    service.answers("GET /v1/decisions/" + Answers.DECISION_ID, recorded);

    // When
    Terminal.Result result = terminal.types("decision", "show", Answers.DECISION_ID);

    // Then
    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .isEqualTo(
            """
            tagout: said in one line
              decision    %s
              outcome     DENIED, refused
              asked       POWER_ON, START
              by          alice
              VM          libvirt:web, tier internal
              host        libvirt:alpha, tier restricted
              decided     2026-11-24T11:00:00Z
              revision    9f2ab41c77d0e6b3

            What stands in its way
              1. The scan is old
                 rule        patch/scan_stale, high, deny
                 fix         Scan it.
                 controls    nist-800-53:SI-2

            Facts
              GROUP     OBSERVED              AGE THEN  SOURCE
              vm.patch  2026-11-14T11:00:00Z      10 d  osquery
            """
                .formatted(Answers.DECISION_ID));
  }

  @Test
  void whatIsNoUuidIsWrongUsage() {
    // When
    Terminal.Result result = terminal.types("decision", "show", "7");

    // Then
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(service.requests()).isEmpty();
  }

  @Test
  void whatIsNoTimeIsWrongUsageAndSaysWhatIsOne() {
    // When
    Terminal.Result result = terminal.types("decision", "list", "--since", "yesterday");

    // Then
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("'yesterday' must be a duration (30d, 12h, 45m, 90s)");
  }
}
