package dev.tagout.cli.dlq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.cli.Answers;
import dev.tagout.cli.StandIn;
import dev.tagout.cli.Terminal;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DlqCommandsTest {
  private static final String LETTER =
      """
      {"topic":"tagout.vm.events.v1","partition":3,"offset":17,"at":"2026-11-24T10:00:00Z","key":"libvirt:a",
       "eventId":"e-1","reason":"data.missing: is required","field":"data.missing",
       "source":{"topic":"tagout.vm.events.v1","partition":3,"offset":99},"size":2,"complete":true}
      """;

  private static final String FINDING =
      """
      {"topic":"tagout.findings.v1","partition":11,"offset":0,"at":"2026-11-24T09:00:00Z","key":"libvirt:a",
       "reason":"hook: it answers 422","source":{"topic":"tagout.findings.v1"},"size":2,"complete":true}
      """;

  private static final String MESSAGE =
      """
      {"topic":"outbox","partition":0,"offset":42,"at":"2026-11-24T11:00:00Z","key":"libvirt:b","eventId":"e-2",
       "reason":"too large","source":{"topic":"tagout.verdicts.v1"},"size":2000000,"complete":true,
       "replayedAt":"2026-11-24T11:30:00Z"}
      """;

  private StandIn collector;
  private StandIn policy;
  private StandIn remediation;
  private StandIn exporter;
  private Terminal terminal;

  @BeforeEach
  void start() throws IOException {
    collector = new StandIn();
    policy = new StandIn();
    remediation = new StandIn();
    exporter = new StandIn();
    exporter.answers("GET /v1/dead-letters", Answers.page());
    terminal = terminal("TAGOUT_TOKEN", "abc.def.ghi");
  }

  /** With one more variable in its environment. */
  private Terminal terminal(String name, String value) {
    return Terminal.in(
        Map.of(
            "TAGOUT_COLLECTOR_URL",
            collector.url(),
            "TAGOUT_POLICY_URL",
            policy.url(),
            "TAGOUT_REMEDIATION_URL",
            remediation.url(),
            "TAGOUT_EXPORTER_URL",
            exporter.url(),
            name,
            value),
        null);
  }

  @AfterEach
  void stop() {
    collector.close();
    policy.close();
    remediation.close();
    exporter.close();
  }

  @Test
  void listsTheLettersOfAllServicesNewestFirst() {
    // Given
    collector.answers("GET /v1/dead-letters", Answers.page());
    policy.answers("GET /v1/dead-letters", Answers.page(LETTER));
    remediation.answers("GET /v1/dead-letters", Answers.page(MESSAGE));
    exporter.answers("GET /v1/dead-letters", Answers.page(FINDING));

    // When
    Terminal.Result result = terminal.types("dlq", "list");

    // Then
    assertThat(result.exitCode()).isZero();
    assertThat(result.out().lines().map(String::strip))
        .hasSize(4)
        .satisfies(
            lines -> {
              assertThat(lines.get(1))
                  .contains("outbox/0/42", "too large", "2026-11-24T11:30:00Z", "remediation");
              assertThat(lines.get(2))
                  .contains("tagout.vm.events.v1/3/17", "libvirt:a", "policy-evaluation");
              assertThat(lines.get(3))
                  .contains("tagout.findings.v1/11/0", "hook: it answers 422", "exporter");
            });
  }

  @Test
  void listsWhatItCanWhenAServiceIsAway() {
    // Given
    collector.close();
    policy.answers("GET /v1/dead-letters", Answers.page(LETTER));
    remediation.answers("GET /v1/dead-letters", Answers.page());

    // When
    Terminal.Result result = terminal.types("dlq", "list");

    // Then
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.out()).contains("tagout.vm.events.v1/3/17");
    assertThat(result.err()).contains("collector at", "cannot be reached");
  }

  @Test
  void namesAnExporterThatIsNotThere() {
    // Given
    exporter.close();
    collector.answers("GET /v1/dead-letters", Answers.page());
    policy.answers("GET /v1/dead-letters", Answers.page(LETTER));
    remediation.answers("GET /v1/dead-letters", Answers.page());

    // When
    Terminal.Result list = terminal.types("dlq", "list");
    Terminal.Result letter = terminal.types("dlq", "show", "tagout.findings.v1/11/0");

    // Then
    assertThat(list.exitCode()).isZero();
    assertThat(list.out()).contains("tagout.vm.events.v1/3/17");
    assertThat(list.err()).contains("exporter at", "cannot be reached");
    assertThat(letter.exitCode()).isEqualTo(1);
    assertThat(letter.err())
        .contains("there is no dead letter tagout.findings.v1/11/0", "exporter at");
  }

  @Test
  void showsALetterOfTheExporter() {
    // Given
    exporter.answers(
        "GET /v1/dead-letters/tagout.findings.v1/11/0",
        "{\"letter\":" + FINDING + ",\"headers\":{},\"value\":{}}");

    // When
    Terminal.Result result = terminal.types("dlq", "show", "tagout.findings.v1/11/0");

    // Then
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).contains("A dead letter of exporter", "hook: it answers 422");
  }

  @Test
  void aServiceThatDoesNotConsumeTheTopicIsNoFailure() {
    // Given
    String query = "GET /v1/dead-letters?topic=tagout.vm.events.v1&limit=100";
    collector.answers(query, 400, Answers.problem(400, "invalid", "topic: is not consumed"));
    policy.answers(query, Answers.page(LETTER));
    remediation.answers(query, 400, Answers.problem(400, "invalid", "topic: is not consumed"));
    exporter.answers(query, 400, Answers.problem(400, "invalid", "topic: is not consumed"));

    // When
    Terminal.Result result = terminal.types("dlq", "list", "--topic", "tagout.vm.events.v1");

    // Then
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).contains("tagout.vm.events.v1/3/17");
  }

  @Test
  void showsALetterOfWhoeverHasIt() {
    // Given
    policy.answers(
        "GET /v1/dead-letters/tagout.vm.events.v1/3/17",
        "{\"letter\":"
            + LETTER
            + ",\"headers\":{\"ce_id\":\"e-1\"},\"value\":{\"a\":1,\"b\":{\"c\":2}}}");

    // When
    Terminal.Result result = terminal.types("dlq", "show", "tagout.vm.events.v1/3/17");

    // Then
    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .contains("A dead letter of policy-evaluation")
        .contains("data.missing: is required")
        .contains("tagout.vm.events.v1, partition 3, offset 99")
        .contains("ce_id: e-1")
        .contains("    \"a\" : 1,\n", "      \"c\" : 2\n");
  }

  @Test
  void replaysALetter() {
    // Given
    policy
        .answers(
            "GET /v1/dead-letters/tagout.vm.events.v1/3/17",
            "{\"letter\":" + LETTER + ",\"headers\":{},\"text\":\"{\"}")
        .answers(
            "POST /v1/dead-letters/tagout.vm.events.v1/3/17/replay?again=true",
            LETTER.replace("\"complete\":true", "\"replayedAt\":\"2026-11-24T12:00:00Z\""));

    // When
    Terminal.Result result = terminal.types("dlq", "replay", "tagout.vm.events.v1/3/17", "--again");

    // Then
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).contains("sent again", "2026-11-24T12:00:00Z");
  }

  @Test
  void saysWhoReplays() {
    // Given
    String held = "{\"letter\":" + LETTER + ",\"headers\":{}}";
    policy
        .answers("GET /v1/dead-letters/tagout.vm.events.v1/3/17", held)
        .answers(
            "POST /v1/dead-letters/tagout.vm.events.v1/3/17/replay",
            LETTER.replace(
                "\"complete\":true",
                "\"replayedAt\":\"2026-11-24T12:00:00Z\",\"replayedBy\":\"carol\""));

    // When
    Terminal.Result result = terminal.types("dlq", "replay", "tagout.vm.events.v1/3/17");

    // Then
    assertThat(policy.last().authorization()).isEqualTo("Bearer abc.def.ghi");
    assertThat(result.out()).contains("carol");
  }

  @Test
  void replaysNothingForSomebodyWithoutAToken() {
    // Given
    Terminal anonymous = terminal("TAGOUT_USER", "nobody");

    // When
    Terminal.Result one = anonymous.types("dlq", "replay", "tagout.vm.events.v1/3/17");
    Terminal.Result all = anonymous.types("dlq", "replay", "--all", "--service", "exporter");

    // Then
    assertThat(List.of(one, all))
        .allSatisfy(
            result -> {
              assertThat(result.exitCode()).isEqualTo(2);
              assertThat(result.err()).contains("takes a bearer token", "--token-file");
            });
    assertThat(policy.requests()).isEmpty();
    assertThat(exporter.requests()).isEmpty();
  }

  @Test
  void saysWhenTheTokenIsNotTaken() {
    // Given
    policy
        .answers(
            "GET /v1/dead-letters/tagout.vm.events.v1/3/17",
            "{\"letter\":" + LETTER + ",\"headers\":{}}")
        .answers(
            "POST /v1/dead-letters/tagout.vm.events.v1/3/17/replay",
            401,
            Answers.problem(401, "invalid-token", "the bearer token is malformed"));

    // When
    Terminal.Result result = terminal.types("dlq", "replay", "tagout.vm.events.v1/3/17");

    // Then
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("the bearer token is malformed", "may have expired");
  }

  @Test
  void replaysAllOfAServiceTheOldestFirstAndSaysWhichIsRefused() {
    // Given
    String refused = FINDING.replace("\"offset\":0", "\"offset\":1");
    String replayed = FINDING.replace("\"offset\":0", "\"offset\":2,\"replayedAt\":\"now\"");
    String second = FINDING.replace("\"offset\":0", "\"offset\":3");
    String path = "POST /v1/dead-letters/tagout.findings.v1/11/";
    exporter
        .answers("GET /v1/dead-letters", Answers.page(second, replayed, refused, FINDING))
        .answers(path + "0/replay", FINDING)
        .answers(path + "1/replay", 409, Answers.problem(409, "incomplete", "only its beginning"))
        .answers(path + "3/replay", second);

    // When
    Terminal.Result result = terminal.types("dlq", "replay", "--all", "--service", "exporter");

    // Then
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out().lines())
        .containsExactly(
            "tagout.findings.v1/11/0 is sent again.",
            "tagout.findings.v1/11/3 is sent again.",
            "2 of 3 sent again.");
    assertThat(result.err()).contains("tagout.findings.v1/11/1", "only its beginning");
  }

  @Test
  void replaysSeveralThatAreNamed() {
    // Given
    policy
        .answers(
            "GET /v1/dead-letters/tagout.vm.events.v1/3/17",
            "{\"letter\":" + LETTER + ",\"headers\":{}}")
        .answers("POST /v1/dead-letters/tagout.vm.events.v1/3/17/replay", LETTER);
    exporter
        .answers(
            "GET /v1/dead-letters/tagout.findings.v1/11/0",
            "{\"letter\":" + FINDING + ",\"headers\":{}}")
        .answers("POST /v1/dead-letters/tagout.findings.v1/11/0/replay", FINDING);

    // When
    Terminal.Result result =
        terminal.types("dlq", "replay", "tagout.vm.events.v1/3/17", "tagout.findings.v1/11/0");

    // Then
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).endsWith("2 of 2 sent again.\n");
  }

  @Test
  void replaysNothingUntilItIsSaidWhat() {
    // When
    Terminal.Result none = terminal.types("dlq", "replay");
    Terminal.Result everything = terminal.types("dlq", "replay", "--all");

    // Then
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(everything.exitCode()).isEqualTo(2);
    assertThat(everything.err()).contains("--topic or --service");
    assertThat(exporter.requests()).isEmpty();
  }

  @Test
  void asksWhichServiceIsMeantWhenTwoHaveOneThere() {
    // Given
    String open = "{\"letter\":" + MESSAGE + ",\"headers\":{}}";
    policy.answers("GET /v1/dead-letters/outbox/0/42", open);
    remediation.answers("GET /v1/dead-letters/outbox/0/42", open);

    // When
    Terminal.Result both = terminal.types("dlq", "show", "outbox/0/42");
    Terminal.Result one = terminal.types("dlq", "show", "outbox/0/42", "--service", "remediation");

    // Then
    assertThat(both.exitCode()).isEqualTo(2);
    assertThat(both.err()).contains("--service", "policy-evaluation", "remediation");
    assertThat(one.exitCode()).isZero();
  }

  @Test
  void saysWhenNobodyHasIt() {
    // When
    Terminal.Result result = terminal.types("dlq", "replay", "tagout.vm.events.v1/3/17");

    // Then
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("there is no dead letter tagout.vm.events.v1/3/17");
  }

  @Test
  void refusesWhatIsNoAddress() {
    // When
    Terminal.Result result = terminal.types("dlq", "show", "17");

    // Then
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("tagout.vm.events.v1/3/17");
  }
}
