package dev.tagout.cli.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.cli.Answers;
import dev.tagout.cli.StandIn;
import dev.tagout.cli.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolloutCommandsTest {
  private static final String IMPACT =
      """
      {"revision":"new1","base":"old1","scope":"decisions","since":"2026-10-25T12:00:00Z","until":"2026-11-24T12:00:00Z",
       "replayed":1000,"undecided":1,"skipped":0,
       "newlyDenied":{"decisions":3,"vms":[
         {"id":"libvirt:web","name":"web|01 @all","tier":"internal","owner":"finance","host":"libvirt:alpha",
          "decisions":2,"rules":["patch/scan_stale"],"messages":["The scan is <old>"]},
         {"id":"libvirt:db","tier":null,"decisions":1,"rules":[],"messages":[]}]},
       "newlyAdmitted":{"decisions":0,"vms":[]},
       "byRule":{"patch/scan_stale":{"newlyDenied":2,"newlyAdmitted":0}},
       "byTier":{"internal":{"newlyDenied":3,"newlyAdmitted":0}},"byOwner":{},"truncated":%s}
      """;

  @TempDir private Path root;

  private StandIn service;
  private Path bundle;

  @BeforeEach
  void start() throws IOException {
    service = new StandIn();
    bundle = Files.writeString(root.resolve("bundle.tar.gz"), "a bundle");
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void listsRevisions() {
    // Given
    service.answers(
        "GET /v1/policies",
        Answers.page(
            "{\"revision\":\"b2\",\"loadedAt\":\"2026-11-24T10:00:00Z\",\"active\":true,"
                + "\"activatedAt\":\"2026-11-24T10:00:01Z\",\"activatedBy\":\"alice\",\"previous\":\"a1\"}",
            "{\"revision\":\"a1\",\"loadedAt\":\"2026-11-20T10:00:00Z\",\"active\":false}"));

    // When
    Terminal.Result result = types("policy", "revisions");

    // Then
    assertThat(result.out())
        .isEqualTo(
            """
            REVISION  STATE   LOADED                ACTIVATED             BY     BEFORE IT
            b2        active  2026-11-24T10:00:00Z  2026-11-24T10:00:01Z  alice  a1
            a1        -       2026-11-20T10:00:00Z  -                     -      -
            """);
  }

  @Test
  void listsRulesAndShowsOne() {
    // Given
    service.answers(
        "GET /v1/policies/rules",
        Answers.page(
            """
            {"rule":"patch/scan_stale","title":"Stale scan","description":"A scan is not old.","why":"It says nothing.",
             "needs":["vm.patch"],"severity":"high","remediation":"notify","controls":["nist-800-53:SI-2"],"sleeping":true,
             "parameters":{"default":{"action":"deny","max_age_hours":168},"tiers":{"restricted":{"max_age_hours":24}}},"schema":{}}
            """));

    // When
    Terminal.Result list = types("policy", "rules");
    Terminal.Result one = types("policy", "rules", "patch/scan_stale");
    Terminal.Result none = types("policy", "rules", "patch/none");

    // Then
    assertThat(list.out())
        .isEqualTo(
            """
            RULE              SEVERITY  ACTION  STATE   NEEDS     TITLE
            patch/scan_stale  high      deny    sleeps  vm.patch  Stale scan
            """);
    assertThat(one.out())
        .isEqualTo(
            """
            patch/scan_stale: Stale scan

            A scan is not old.

            It says nothing.

              severity    high
              then        notify
              needs       vm.patch
              controls    nist-800-53:SI-2
              sleeps      yes: no fact that it needs was ever seen

            Parameters
              action: deny
              max_age_hours: 168

            Parameters of tier restricted
              max_age_hours: 24
            """);
    assertThat(none).isEqualTo(new Terminal.Result(1, "", "tagout: there is no rule patch/none\n"));
  }

  @Test
  void impactNamesTheVmsAndSendsTheBundle() {
    // Given
    service.answers("POST /v1/policies/impact", IMPACT.formatted(false));

    // When
    Terminal.Result result = types("policy", "impact", "--bundle", bundle.toString());

    // Then
    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .isEqualTo(
            """
            Revision new1 instead of old1
              replayed    1000 decisions from 2026-10-25T12:00:00Z to 2026-11-24T12:00:00Z
              but         for 1 review the new revision has no answer

            Newly refused: 2 VMs, 3 decisions
              NAME         TIER      OWNER    HOST           DECISIONS  RULES             ID
              web|01 @all  internal  finance  libvirt:alpha          2  patch/scan_stale  libvirt:web
              -            -         -        -                      1  -                 libvirt:db

            Newly admitted: 0 VMs, 0 decisions

            By rule
              RULE              NEWLY REFUSED  NEWLY ADMITTED
              patch/scan_stale              2               0

            By tier
              TIER      NEWLY REFUSED  NEWLY ADMITTED
              internal              3               0
            """);
    assertThat(service.last().path())
        .isEqualTo("/v1/policies/impact?since=2026-10-25T12:00:00Z&scope=decisions&limit=100");
    assertThat(service.last().mediaType()).isEqualTo("application/gzip");
    assertThat(service.last().text()).isEqualTo("a bundle");
  }

  @Test
  void impactAsMarkdownIsMadeForAMergeRequest() {
    // Given
    service.answers("POST /v1/policies/impact", IMPACT.formatted(false));

    // When
    Terminal.Result result =
        types("policy", "impact", "--bundle", bundle.toString(), "-o", "markdown");

    // Then
    assertThat(result.out())
        .isEqualTo(
            """
            ## Policy impact

            Revision `new1` instead of `old1`: 1000 decisions from 2026-10-25T12:00:00Z to 2026-11-24T12:00:00Z.

            > **Note:** for 1 review the new revision has no answer

            ### Newly refused: 2 VMs, 3 decisions

            | VM | tier | owner | host | decisions | rules | why |
            |---|---|---|---|--:|---|---|
            | **web\\|01 &#64;all** `libvirt:web` | internal | finance | libvirt:alpha | 2 | `patch/scan_stale` | The scan is &lt;old&gt; |
            | `libvirt:db` |  |  |  | 1 |  |  |

            ### Newly admitted: 0 VMs, 0 decisions

            <details><summary>By rule</summary>

            | rule | newly refused | newly admitted |
            |---|--:|--:|
            | patch/scan\\_stale | 2 | 0 |

            </details>

            <details><summary>By tier</summary>

            | tier | newly refused | newly admitted |
            |---|--:|--:|
            | internal | 3 | 0 |

            </details>
            """);
  }

  @Test
  void moreNewlyRefusedVmsThanMayBeIsNo() {
    // Given
    service.answers("POST /v1/policies/impact", IMPACT.formatted(false));

    // When
    Terminal.Result over =
        types("policy", "impact", "--bundle", bundle.toString(), "--max-newly-denied", "1");
    Terminal.Result within =
        types(
            "policy",
            "impact",
            "--bundle",
            bundle.toString(),
            "--max-newly-denied",
            "2",
            "-o",
            "json");

    // Then
    assertThat(over.exitCode()).isEqualTo(1);
    assertThat(over.out()).contains("web|01");
    assertThat(over.err()).isEqualTo("tagout: 2 VMs would newly be refused, and 1 may be\n");
    assertThat(within.exitCode()).isZero();
    assertThat(within.out()).contains("\"replayed\" : 1000");
  }

  @Test
  void aListThatIsCutBelowTheLimitDoesNotPassForFew() {
    // Given
    service.answers("POST /v1/policies/impact", IMPACT.formatted(true));

    // When
    Terminal.Result result =
        types("policy", "impact", "--bundle", bundle.toString(), "--max-newly-denied", "500");

    // Then
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("not all VMs");
    assertThat(service.last().path()).endsWith("&limit=501");
  }

  @Test
  void noPoliciesOrTwoAreWrongUsage() {
    // When
    Terminal.Result none = types("policy", "impact");
    Terminal.Result two =
        types("policy", "activate", "--bundle", bundle.toString(), "--pack", root.toString());
    Terminal.Result three =
        types("policy", "activate", "--bundle", bundle.toString(), "--revision", "a1");
    Terminal.Result missing = types("policy", "impact", "--bundle", "none.tar.gz");

    // Then
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).startsWith("say which policies: --pack DIR or --bundle FILE\n");
    assertThat(two.exitCode()).isEqualTo(2);
    assertThat(three.exitCode()).isEqualTo(2);
    assertThat(missing)
        .isEqualTo(new Terminal.Result(2, "", "tagout: cannot read the bundle none.tar.gz\n"));
    assertThat(service.requests()).isEmpty();
  }

  @Test
  void triesAPackOnOneVm() {
    // Given
    service.answers(
        "POST /v1/policies/try",
        """
        {"now":%s,"then":%s,"difference":{"outcome":true,"added":[%s],"removed":[],"changed":[]}}
        """
            .formatted(
                Answers.decision("ALLOWED", true),
                Answers.denied(),
                Answers.violation("patch/scan_stale", "deny", "high", "The scan is old")));

    // When
    Terminal.Result result =
        types(
            "policy",
            "try",
            "--vm",
            "libvirt:web",
            "--host",
            "libvirt:alpha",
            "--operation",
            "resume",
            "--bundle",
            bundle.toString());

    // Then
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out())
        .startsWith(
            """
              now         web-01 may start on alpha. (9f2ab41c77d0e6b3)
              then        web-01 may not start on alpha. (9f2ab41c77d0e6b3)

            What differs
              + The scan is old [patch/scan_stale]

            What stands in its way
            """);
    assertThat(service.last().path())
        .isEqualTo("/v1/policies/try?vm=libvirt:web&host=libvirt:alpha&operation=RESUME");
  }

  @Test
  void aVmThatWouldBeAdmittedIsDone() {
    // Given
    String allowed = Answers.decision("ALLOWED", true);
    service.answers(
        "POST /v1/policies/try",
        "{\"now\":%s,\"then\":%s,\"difference\":{\"outcome\":false}}".formatted(allowed, allowed));

    // When
    Terminal.Result result =
        types("policy", "try", "--vm", "libvirt:web", "--bundle", bundle.toString());

    // Then
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).endsWith("What differs\n  nothing\n");
  }

  @Test
  void aPackIsBuiltByTheCheckoutWithTheSite() throws IOException {
    // Given
    script("printf '%s\\n' \"said to $OPA\" >&2; echo revision; echo \"$1 $2 $4\" >\"$3\"");
    Path pack = Files.createDirectory(root.resolve("pack"));
    Path site = Files.createDirectory(root.resolve("site"));
    service.answers(
        "POST /v1/policies/activate",
        "{\"revision\":\"b2\",\"previous\":\"a1\",\"changed\":true,\"activatedBy\":\"alice\"}");

    // When
    Terminal.Result result =
        terminal(Map.of("TAGOUT_POLICY_SITE", site.toString(), "OPA", "my-opa"))
            .types("policy", "activate", "--pack", pack.toString(), "--force");

    // Then
    assertThat(result)
        .isEqualTo(
            new Terminal.Result(
                0,
                "Revision b2 is active.\n  before      a1\n  by          alice\n",
                "said to my-opa\n"));
    assertThat(service.last().path()).isEqualTo("/v1/policies/activate?force=true");
    assertThat(service.last().text()).isEqualTo("--site " + site + " " + pack + "\n");
  }

  @Test
  void aPackThatDoesNotBuildIsNotSent() throws IOException {
    // Given
    script("echo 'rules/a.rego:3: rego_parse_error' >&2; exit 1");

    // When
    Terminal.Result result = types("policy", "activate", "--pack", root.toString());

    // Then
    assertThat(result)
        .isEqualTo(
            new Terminal.Result(
                1,
                "",
                "rules/a.rego:3: rego_parse_error\ntagout: %s does not build; nothing was sent\n"
                    .formatted(root)));
    assertThat(service.requests()).isEmpty();
  }

  @Test
  void aDirectoryThatIsNotThereIsWrongUsage() throws IOException {
    // Given
    script("exit 0");

    // When
    Terminal.Result result = types("policy", "activate", "--pack", "none");

    // Then
    assertThat(result).isEqualTo(new Terminal.Result(2, "", "tagout: no such directory: none\n"));
  }

  @Test
  void anActivationThatIsRefusedNamesTheVms() {
    // Given
    service.answers(
        "POST /v1/policies/activate",
        409,
        "{\"status\":409,\"code\":\"too-many-newly-denied\",\"detail\":\"3 of 10 running VMs would newly be denied\","
            + "\"newlyDenied\":3,\"running\":10,\"limit\":0.1,\"vms\":[\"libvirt:a\"]}");

    // When
    Terminal.Result result = types("policy", "activate", "--revision", "a1");

    // Then
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .startsWith("tagout: 3 of 10 running VMs would newly be denied\n")
        .contains("limit: 0.1\n", "vms:\n  libvirt:a\n");
    assertThat(service.last().text()).isEqualTo("{\"revision\":\"a1\"}");
    assertThat(service.last().mediaType()).isEqualTo("application/json");
  }

  @Test
  void rollsBack() {
    // Given
    service.answers(
        "POST /v1/policies/rollback", "{\"revision\":\"a1\",\"previous\":\"b2\",\"changed\":true}");

    // When
    Terminal.Result result = types("policy", "rollback");

    // Then
    assertThat(result)
        .isEqualTo(new Terminal.Result(0, "Revision a1 is active.\n  before      b2\n", ""));
  }

  @Test
  void readinessSaysWhatCouldBeEnforced() {
    // Given
    service.answers(
        "GET /v1/policies/readiness",
        """
        {"since":"2026-11-17T12:00:00Z",
         "vms":[{"id":"libvirt:web","name":"web","tier":"internal","owner":"it","wouldBeRefused":true,
           "rules":["patch/unknown"],"missingFacts":["vm.patch"]},
          {"id":"libvirt:fit","name":"fit","wouldBeRefused":false,"rules":[],"missingFacts":[]}],
         "rules":[{"rule":"patch/unknown","violated":0,"unknown":1,"sleeping":false}],
         "missingFacts":[{"fact":"host.network","subjects":["libvirt:alpha"],"fedBy":"dev.tagout.host.network-observed.v1"}],
         "tiers":[{"tier":"internal","vms":2,"wouldBeRefused":1,"canBeEnforced":false},
          {"tier":"public","vms":4,"wouldBeRefused":0,"canBeEnforced":true}]}
        """);

    // When
    Terminal.Result result = types("policy", "readiness", "--since", "7d");

    // Then
    assertThat(result.out())
        .isEqualTo(
            """
            By what was observed since 2026-11-17T12:00:00Z.

            Tiers
              TIER      VMS  REFUSED  ENFORCE TODAY
              internal    2        1  not yet
              public      4        0  can be

            VMs that would be refused
              NAME  TIER      OWNER  RULES          MISSING FACTS  ID
              web   internal  it     patch/unknown  vm.patch       libvirt:web

            Rules
              RULE           VIOLATED BY  UNKNOWN FOR  STATE
              patch/unknown            0            1  -

            Missing facts
              FACT          FOR  SUCH AS        FED BY
              host.network    1  libvirt:alpha  dev.tagout.host.network-observed.v1
            """);
    assertThat(service.last().path())
        .isEqualTo("/v1/policies/readiness?since=2026-11-17T12:00:00Z");
  }

  private void script(String text) throws IOException {
    scripts("exit 0", text);
  }

  private void scripts(String check, String build) throws IOException {
    Path policies = Files.createDirectory(root.resolve("policies"));
    for (Map.Entry<String, String> script : Map.of("check", check, "build", build).entrySet()) {
      Path file = policies.resolve(script.getKey());
      Files.writeString(file, "#!/bin/sh\n" + script.getValue() + "\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void activatesNothingThatDoesNotPassItsTests() throws IOException {
    // Given
    scripts("echo 'FAILED  tests' >&2; exit 1", "echo built >\"$1\"");

    // When
    Terminal.Result result = types("policy", "activate", "--pack", root.toString());

    // Then
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .contains("FAILED  tests")
        .contains("does not pass its checks; nothing was sent");
    assertThat(service.requests()).isEmpty();
  }

  private Terminal.Result types(String... arguments) {
    return terminal(Map.of()).types(arguments);
  }

  private Terminal terminal(Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(variables);
    all.put("TAGOUT_POLICY_URL", service.url());
    return Terminal.in(all, root);
  }
}
