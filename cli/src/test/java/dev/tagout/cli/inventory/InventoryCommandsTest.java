package dev.tagout.cli.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.cli.Answers;
import dev.tagout.cli.StandIn;
import dev.tagout.cli.Terminal;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InventoryCommandsTest {
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
  void listsVmsWhereTheyRun() {
    // Given
    service.answers("GET /v1/vms", Answers.page(Answers.VM));

    // When
    Terminal.Result result = terminal.types("vm", "list");

    // Then
    assertThat(result)
        .isEqualTo(
            new Terminal.Result(
                0,
                """
                NAME    TIER      OWNER    STATE            HOST           ID
                web-01  internal  finance  running, bypass  libvirt:alpha  libvirt:web
                """,
                ""));
    assertThat(service.last().path()).isEqualTo("/v1/vms?limit=100");
  }

  @Test
  void followsThePagesUpToTheLimitAndSaysThatThereIsMore() {
    // Given
    service.answers("GET /v1/vms?limit=2", "{\"items\":[{\"id\":\"s:a\"}],\"next\":\"s:a\"}");
    service.answers(
        "GET /v1/vms?limit=1&after=s:a", "{\"items\":[{\"id\":\"s:b\"}],\"next\":\"s:b\"}");

    // When
    Terminal.Result text = terminal.types("vm", "list", "--limit", "2");
    Terminal.Result json = terminal.types("vm", "list", "--limit", "2", "-o", "json");

    // Then
    assertThat(text.out())
        .contains("s:a\n", "s:b\n")
        .endsWith("There are more VMs: raise --limit, or go on with --after s:b\n");
    assertThat(json.out().replaceAll("\\s", ""))
        .isEqualTo("{\"items\":[{\"id\":\"s:a\"},{\"id\":\"s:b\"}],\"next\":\"s:b\"}");
  }

  @Test
  void pagesThatDoNotEndAreLeft() {
    // Given
    service.answers("GET /v1/vms", "{\"items\":[{\"id\":\"s:a\"}],\"next\":\"s:a\"}");

    // When
    Terminal.Result result = terminal.types("vm", "list");

    // Then
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err()).startsWith("tagout: the pages of /v1/vms do not end");
  }

  @Test
  void saysThatThereIsNothing() {
    // Given
    service.answers("GET /v1/hosts", Answers.page());

    // When
    Terminal.Result result = terminal.types("host", "list");

    // Then
    assertThat(result).isEqualTo(new Terminal.Result(0, "There are no hosts.\n", ""));
  }

  @Test
  void aLimitOfNothingIsWrongUsage() {
    // When
    Terminal.Result result = terminal.types("vm", "list", "--limit", "0");

    // Then
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).startsWith("--limit must be 1 or more");
    assertThat(service.requests()).isEmpty();
  }

  @Test
  void showsAVmWithItsFactsAndVerdict() {
    // Given
    service.answers("GET /v1/vms/libvirt:web", Answers.VM);
    service.answers("GET /v1/vms/libvirt:web/verdict", Answers.denied());

    // When
    Terminal.Result result = terminal.types("vm", "show", "libvirt:web");

    // Then
    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .isEqualTo(
            """
            web-01
              id          libvirt:web
              tier        internal, assigned

            Places
              HOST           STATE    SINCE                 ADMISSION
              libvirt:old    defined  -                     -
              libvirt:alpha  running  2026-11-24T10:00:00Z  bypass

            Assigned
              tier        internal
              owner       finance
              admins      alice

            Facts
              GROUP  OBSERVED              AGE  SOURCE
              patch  2026-11-21T12:00:00Z  3 d  osquery

            Standing verdict
              web-01 may not start on alpha.
              - The scan is old [patch/scan_stale]
              decided     2026-11-24T11:00:00Z
              decision    %s
            """
                .formatted(Answers.DECISION_ID));
  }

  @Test
  void aVmThatHasNoVerdictYetIsShown() {
    // Given
    service.answers("GET /v1/vms/libvirt:web", Answers.VM);

    // When
    Terminal.Result result = terminal.types("vm", "show", "libvirt:web");

    // Then
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).endsWith("Standing verdict\n  none yet\n");
  }

  @Test
  void aVmIsFoundByItsName() {
    // Given
    service.answers(
        "GET /v1/vms", Answers.page("{\"id\":\"libvirt:db\",\"name\":\"db\"}", Answers.VM));
    service.answers("GET /v1/vms/libvirt:web", Answers.VM);

    // When
    Terminal.Result result = terminal.types("vm", "show", "web-01", "-o", "json");

    // Then
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).contains("\"id\" : \"libvirt:web\"");
  }

  @Test
  void aNameThatTwoHaveIsWrongUsageAndNamesBoth() {
    // Given
    service.answers(
        "GET /v1/vms",
        Answers.page(
            "{\"id\":\"libvirt:a\",\"name\":\"web\"}", "{\"id\":\"libvirt:b\",\"name\":\"web\"}"));

    // When
    Terminal.Result result = terminal.types("vm", "show", "web");

    // Then
    assertThat(result)
        .isEqualTo(
            new Terminal.Result(2, "", "tagout: 2 VMs are named web\nlibvirt:a\nlibvirt:b\n"));
  }

  @Test
  void aNameThatNobodyHasIsNo() {
    // Given
    service.answers("GET /v1/vms", Answers.page());

    // When
    Terminal.Result result = terminal.types("vm", "show", "web");

    // Then
    assertThat(result).isEqualTo(new Terminal.Result(1, "", "tagout: no VM is named web\n"));
  }

  @Test
  void whatHasAColonAndIsNoIdIsWrongUsage() {
    // When
    Terminal.Result result = terminal.types("vm", "show", "Libvirt:web 1");

    // Then
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).startsWith("tagout: no id of a VM: Libvirt:web 1 (it must be ");
  }

  @Test
  void anIdStandsInThePathAsOnePart() {
    // Given
    service.answers("GET /v1/vms/libvirt:a/../b?c", "{\"id\":\"libvirt:a/../b?c\"}");

    // When
    terminal.types("vm", "show", "libvirt:a/../b?c", "-o", "json");

    // Then
    assertThat(service.last().path()).isEqualTo("/v1/vms/libvirt:a/../b?c");
  }

  @Test
  void showsAHost() {
    // Given
    service.answers("GET /v1/hosts/libvirt:alpha", Answers.HOST);

    // When
    Terminal.Result result = terminal.types("host", "show", "libvirt:alpha");

    // Then
    assertThat(result.out())
        .isEqualTo(
            """
            alpha
              id          libvirt:alpha
              tier        restricted
              connected   yes, since 2026-11-20T00:00:00Z
              listed      2026-11-20T00:00:05Z

            Assigned
              tier        restricted
              maintenance yes
              enforcement observe

            Running VMs
              libvirt:web

            Facts
              none are known
            """);
  }

  @Test
  void explainsARefusalInTheOrderInWhichSomebodyAsks() {
    // Given
    service.answers(
        "GET /v1/vms/libvirt:web/explain?host=libvirt:alpha",
        """
        {"decision":%s,
         "facts":[{"group":"vm.patch","observedAt":"2026-11-13T12:00:00Z","ageSeconds":950400,"source":"osquery"},
           {"group":"host.system","known":false}],
         "contact":"it@example.org","owner":"finance","fixes":["Scan it."],
         "after":[{"change":"a scan without the two updates","then":"admitted","host":"host-b"}],
         "admittedOn":[{"host":"libvirt:host-b","id":"libvirt:host-b","name":"host-b"}],
         "waivable":["patch/scan_stale"]}
        """
            .formatted(
                Answers.decision(
                    "DENIED",
                    false,
                    Answers.violation("tier/mixed", "warn", "medium", "Tiers are mixed"),
                    Answers.waived("disk/unencrypted", "A disk is open", "w-1"),
                    Answers.unknown("patch/unknown", "There is no scan"),
                    Answers.violation("patch/scan_stale", "deny", "high", "The scan is old"))));

    // When
    Terminal.Result result =
        terminal.types("vm", "explain", "libvirt:web", "--host", "libvirt:alpha");

    // Then
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .isEqualTo(
            """
            web-01 may not start on alpha.
              VM          libvirt:web, tier internal
              host        libvirt:alpha, tier restricted
              revision    9f2ab41c77d0e6b3

            What stands in its way
              1. The scan is old
                 rule        patch/scan_stale, high, deny
                 fix         Scan it.
                 controls    nist-800-53:SI-2
              2. There is no scan
                 rule        patch/unknown, low, deny, for want of a fact
                 fix         Scan it.
                 controls    nist-800-53:SI-2

            Waived
              1. A disk is open
                 rule        disk/unencrypted, high, deny
                 fix         Scan it.
                 waiver      w-1
                 controls    nist-800-53:SI-2

            Said, and not in its way
              1. Tiers are mixed
                 rule        tier/mixed, medium, warn
                 fix         Scan it.
                 controls    nist-800-53:SI-2

            Facts
              GROUP        OBSERVED               AGE  SOURCE
              vm.patch     2026-11-13T12:00:00Z  11 d  osquery
              host.system  not known                -  -

            Whom to ask
              contact     it@example.org
              owner       finance

            What it would take
              - after a scan without the two updates: admitted on host-b

            Where it would start now
              - host-b (libvirt:host-b)

            A waiver may be requested
              tagout waiver request --vm libvirt:web --rule patch/scan_stale --reason … --expires …
            """);
  }

  @Test
  void explainingAVmThatWouldStartIsDone() {
    // Given
    service.answers(
        "GET /v1/vms/libvirt:web/explain",
        "{\"decision\":" + Answers.decision("ALLOWED", true) + ",\"admittedOn\":[]}");

    // When
    Terminal.Result text = terminal.types("vm", "explain", "libvirt:web");
    Terminal.Result json = terminal.types("vm", "explain", "libvirt:web", "-o", "json");

    // Then
    assertThat(text.exitCode()).isZero();
    assertThat(text.out()).startsWith("web-01 may start on alpha.\n").doesNotContain("Where");
    assertThat(json.exitCode()).isZero();
    assertThat(json.out()).contains("\"outcome\" : \"ALLOWED\"");
  }

  @Test
  void aRefusedExplanationAsJsonIsNoAsWell() {
    // Given
    service.answers("GET /v1/vms/libvirt:web/explain", "{\"decision\":" + Answers.denied() + "}");

    // When
    Terminal.Result result = terminal.types("vm", "explain", "libvirt:web", "-o", "json");

    // Then
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).contains("\"outcome\" : \"DENIED\"");
  }

  @Test
  void anAnswerOfAnotherShapeIsNoAnswer() {
    // Given
    service.answers("GET /v1/vms/libvirt:web/explain", "{\"decision\":{\"outcome\":\"DENIED\"}}");

    // When
    Terminal.Result result = terminal.types("vm", "explain", "libvirt:web");

    // Then
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err())
        .startsWith("tagout: policy-evaluation answers something that this version does not");
  }
}
